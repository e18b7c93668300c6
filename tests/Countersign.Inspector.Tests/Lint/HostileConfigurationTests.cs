using Countersign.Inspector.Lint;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Inspector.Tests.Lint;

/// <summary>Whatever a file holds, it is read and judged without a failure, and in bounded time.</summary>
public sealed class HostileConfigurationTests
{
    public static TheoryData<string, string> Texts => new()
    {
        { "apache", string.Concat(Enumerable.Repeat("<IfModule x>\n<Directory /a>\n", 20_000)) },
        { "apache", ">\n<\n</\n<>\n< >\n\\\n\"\n<Directory>\n<Location ~>\nRequire\nRequire not\nOrder\nAllow from\nRedirect\nRedirect gone\nProxyPass /\nRewriteEngine\nRewriteEngine on\nRewriteRule x\nRewriteCond\nDefine\nAuthMerging\nSetEnvIf\nAllowOverride\n" },
        { "apache", "Include /srv/it\nInclude /srv/it\nInclude /srv/*\n" },
        { "apache", "ServerRoot /\nDocumentRoot /\n<LocationMatch \"^(a+)+$\">\nAuthType Basic\nRequire valid-user\n</LocationMatch>\n<Location />\nRequire valid-user\n</Location>\n" },
        { "caddy", string.Concat(Enumerable.Repeat("a {\n", 100_000)) },
        { "caddy", "(a) {\nimport a\nimport a\n}\nx {\nimport a\nimport it\n}\n{\n}\n\"\n`" },
        { "caddy", "a.example {\nhandle_path\nbasic_auth {\n}\nredir\nrewrite\nuri strip_prefix\n@m not\nbasic_auth @m\nbasic_auth @none\n}\n" },
        { "haproxy", "http-request auth\nfrontend\nbind\nhttp-request\nhttp-request auth if {\nhttp-request auth if !\nhttp-request auth unless }\nacl\nacl x\nuse_backend\ndefault_backend\nbackend\nuserlist\nuser\nuser a password\n" },
        { "nginx", "server {\n" + string.Concat(Enumerable.Range(0, 200).Select(number => $"location ~ ^/(a+)+{number}x$ {{ proxy_pass http://b; }}\n")) + "location /" + new string('a', 60) + " { auth_basic x; auth_basic_user_file u; }\n}\n" },
        { "htpasswd", ":::\n:\n\0\na:b:c:d\n" + new string('x', 100_000) + "\n$2y$:$2y$\n" },
    };

    public static TheoryData<string> Fixtures => [.. new[] { "apache", "caddy", "haproxy", "htpasswd" }.SelectMany(kind => LintFixture.Of(kind)).Where((_, index) => index % 3 == 0)];

    [Theory]
    [MemberData(nameof(Texts))]
    public void Judges_whatever_is_written(string kind, string text) => Judge(kind, text);

    [Theory]
    [MemberData(nameof(Fixtures))]
    public void Judges_what_is_cut_off(string name)
    {
        var text = LintFixture.Read(name).Files[0].Text;
        for (var length = 0; length < text.Length; length += 17)
            Judge(name.Split('/')[0], text[..length]);
    }

    private static void Judge(string kind, string text)
    {
        var linted = LintCatalogue.All.First(linter => linter.Kind == kind).Lint("/srv/it", new OneFile("/srv/it", text));
        _ = linted.Why("GET", new("http://localhost/a/b"));
        Assert.NotEmpty(linted.Files);
    }

    private sealed record OneFile(string Name, string Text) : IConfigurationFiles
    {
        public string? Read(string path) => path == Name ? Text : null;

        public bool? Exists(string path) => path == Name;

        public System.Collections.Immutable.ImmutableArray<string> Match(string pattern) => pattern == Name || Glob.IsMatch(pattern, Name) ? [Name] : [];
    }
}

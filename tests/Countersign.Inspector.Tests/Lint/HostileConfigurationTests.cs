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

    public static TheoryData<string> AllFixtures => [.. new[] { "apache", "caddy", "haproxy" }.SelectMany(kind => LintFixture.Of(kind))];

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

    [Theory]
    [InlineData("Dear all,\n\nthe server should use the new users; allow them in. Order lunch, include me.\nRequire nothing of guests. Options are few, and user accounts fewer.\nlog in with care.\n")]
    [InlineData("{\"name\":\"x\",\"version\":1}\n")]
    [InlineData("<html><head><title>x</title></head>\n<body>no</body></html>\n")]
    public void Knows_nothing_in_what_is_no_configuration(string text) =>
        Assert.Empty(LintCatalogue.All.Where(linter => linter.Kind != "htpasswd" && linter.Knows(text)).Select(linter => linter.Kind));

    [Theory]
    [InlineData("nginx", "auth_basic off;\n")]
    [InlineData("nginx", "if ($a) {\n return 403;\n}\n")]
    [InlineData("nginx", "location /a\n{\n}\n")]
    [InlineData("apache", "Require ip 10.0.0.0/8\n")]
    [InlineData("apache", "  <RequireAny>\n  </RequireAny>\n")]
    [InlineData("apache", "Include conf/users.conf\n")]
    [InlineData("caddy", "reverse_proxy localhost:8080\n")]
    [InlineData("caddy", "a.example {\n}\n")]
    [InlineData("haproxy", "userlist staff\n")]
    public void Knows_the_parts_that_others_include(string kind, string text) => Assert.True(LintCatalogue.All.Single(linter => linter.Kind == kind).Knows(text));

    [Theory]
    [MemberData(nameof(AllFixtures))]
    public void Knows_every_configuration_that_it_judges(string name) =>
        Assert.All(LintFixture.Read(name).Files.Take(1), file => Assert.True(string.IsNullOrWhiteSpace(file.Text) || LintCatalogue.All.First(linter => linter.Kind == name.Split('/')[0]).Knows(file.Text), name));

    [Fact]
    public void Says_that_not_all_could_be_read()
    {
        var linted = LintCatalogue.All.First(linter => linter.Kind == "apache").Lint("/srv/it", new OneFile("/srv/it", "<RequireAny>\n"));

        Assert.Equal("Nothing to object to as far as authentication goes and it could be read: at one place it could not be, 1 file read.", LintVerdict.Of([linted]));
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

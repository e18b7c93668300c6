using System.Text.Json;
using Countersign.Inspector.Lint;
using Countersign.Inspector.Lint.Apache;
using Countersign.Inspector.Reports;
using Xunit;

namespace Countersign.Inspector.Tests.Lint;

public sealed class ServerReadingTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");

    [Fact]
    public void Says_where_directives_stand_in_the_files_that_include_each_other()
    {
        Write("/etc/apache2/apache2.conf", "ServerRoot /etc/apache2\nInclude sites-enabled/*.conf\n");
        Write("/etc/apache2/envvars", "export APACHE_RUN_USER=www-data\nexport ROOT=/srv/site\n");
        Write("/etc/apache2/sites-enabled/a.conf", "DocumentRoot ${ROOT}\n<Directory \"${ROOT}\">\n  Require \\\n    valid-user\n  AuthType Basic\n</Directory>\n");

        var linted = Lint("apache", "/etc/apache2/apache2.conf");
        var finding = Assert.Single(linted.Findings, finding => finding.Check.Id == "apache/auth-name-missing");

        Assert.Equal("/etc/apache2/sites-enabled/a.conf:5:3", finding.Directives[0].Place.ToString());
        Assert.Equal("<Directory \"/srv/site\">", finding.Directives[0].Parent!.Text);
        Assert.Equal(["/etc/apache2/apache2.conf", "/etc/apache2/sites-enabled/a.conf"], linted.Files);
    }

    [Fact]
    public void Tells_what_it_could_not_read()
    {
        Write("/srv/httpd.conf", "Include nowhere.conf\nIncludeOptional nowhere.conf\n<Location /a>\n</Directory>\nUse VHost x\n");

        var problems = Lint("apache", "/srv/httpd.conf").Problems.Select(each => (each.Problem.Line, each.Problem.Message));

        Assert.Equal([1, 4, 5, 3], problems.Select(problem => problem.Line));
    }

    [Theory]
    [InlineData("apache", "<Location /a>\nAuthType Basic\nRequire valid-user\nAuthLDAPBindPassword SECRET\nSetEnv DB_PASSWORD SECRET\nRequestHeader set Authorization \"Basic SECRET\"\nProxyPass http://me:SECRET@localhost/\nAuthBasicFake anna SECRET\nSatisfy Any\n</Location>\n")]
    [InlineData("caddy", "http://a.example {\nbasicauth {\nanna SECRET\nbert $2a$14$SECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSECRETSEC\n}\n}\n")]
    [InlineData("haproxy", "userlist u\n user anna insecure-password SECRET\n user bert password SECRET\nlisten s\n bind :80\n stats enable\n stats auth anna:SECRET\n http-request auth if { http_auth(u) }\n")]
    [InlineData("htpasswd", "anna:SECRET\nanna:SECRET\nbert:{SHA}SECRET\nSECRETWITHOUTCOLON\ncarl:r:SECRET\n")]
    public void Shows_no_secrets(string kind, string text)
    {
        Write("/srv/it", text);
        var linted = Lint(kind, "/srv/it");
        using var lines = new StringWriter();
        using var octets = new MemoryStream();

        LintTextReport.Write(lines, [linted]);
        using (var json = new Utf8JsonWriter(octets))
            LintJsonReport.Write(json, [linted]);

        if (linted is ApacheConfiguration { Server: var server })
            lines.WriteLine(string.Join('\n', server.All.Select(directive => directive.Text)));
        Assert.NotEmpty(linted.Findings);
        Assert.DoesNotContain("SECRET", lines + System.Text.Encoding.UTF8.GetString(octets.ToArray()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("apache2.conf", "", "apache")]
    [InlineData("site.conf", "<VirtualHost *:80>\n</VirtualHost>\n", "apache")]
    [InlineData("htpasswd", "", "htpasswd")]
    [InlineData("users", "anna:$apr1$abcdefgh$0123456789012345678901\n", "htpasswd")]
    [InlineData("Caddyfile", "", "caddy")]
    [InlineData("haproxy.cfg", "", "haproxy")]
    [InlineData("proxy.cfg", "frontend web\n  bind :80\n", "haproxy")]
    [InlineData("notes.txt", "Require more coffee\n", null)]
    [InlineData("settings.yaml", "user: secret\n", null)]
    public void Knows_whose_a_file_is(string file, string text, string? kind) => Assert.Equal(kind, LintCatalogue.Of(file, text)?.Kind);

    [Fact]
    public void Goes_through_the_virtual_hosts_of_a_large_server_in_little_time()
    {
        var hosts = Enumerable.Range(0, 1000).Select(i => $"<VirtualHost *:80>\nServerName h{i}.example.org\nDocumentRoot /srv/h{i}\n<Location /private>\nAuthType Basic\nAuthName x\nAuthUserFile /srv/users\nRequire valid-user\n</Location>\n</VirtualHost>\n");
        Write("/srv/httpd.conf", "ServerRoot /srv\nListen 80\n" + string.Concat(hosts));

        var linted = Lint("apache", "/srv/httpd.conf");

        Assert.Equal(1000, linted.Findings.Count(finding => finding.Check.Id == "apache/asks"));
        Assert.Equal(Access.Challenged, linted.Why("GET", new("http://h999.example.org/private/x"))!.Access);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private LintedConfiguration Lint(string kind, string file) => LintCatalogue.All.First(linter => linter.Kind == kind).Lint(file, new DiskFiles(_folder.FullName));

    private void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Join(_folder.FullName, file))!);
        File.WriteAllText(Path.Join(_folder.FullName, file), text);
    }
}

using Countersign.Inspector.Lint;
using Countersign.Inspector.Lint.Nginx;
using Xunit;

namespace Countersign.Inspector.Tests.Lint;

public sealed class NginxReaderTests
{
    [Fact]
    public void Reads_words_as_nginx_does()
    {
        var reader = Read("""
            set $a "x \"y\" \$z"; # a comment; with { marks }
            if ($b ~ "^\d{2}") { return 403; }
            set $c ${d}}e#f;
            add_header 'X y' it's\;so;
            log_format main '$a'
                '$b';
            """);

        Assert.Empty(reader.Problems);
        Assert.Equal(["$a", "x \"y\" \\$z"], Words(reader.Roots[0]));
        Assert.Equal(["($b", "~", "^\\d{2}", ")"], Words(reader.Roots[1]));
        Assert.Equal("return", Assert.Single(reader.Roots[1].Children).Name);
        Assert.Equal(["$c", "${d}}e#f"], Words(reader.Roots[2]));
        Assert.Equal(["X y", "it's\\;so"], Words(reader.Roots[3]));
        Assert.Equal(["main", "$a", "$b"], Words(reader.Roots[4]));
    }

    [Fact]
    public void Says_where_a_directive_and_its_words_stand()
    {
        var reader = Read("http {\r\n    server { listen 80\n;\tserver_name a; }\r\n}");
        var server = reader.Roots[0].Children[0];

        Assert.Equal(new("/x/nginx.conf", 2, 5), server.Place);
        Assert.Equal((2, 14), (server.Children[0].Place.Line, server.Children[0].Place.Column));
        Assert.Equal(21, server.Children[0].Arguments[0].Column);
        Assert.Equal((3, 3), (server.Children[1].Place.Line, server.Children[1].Place.Column));
        Assert.Same(server, server.Children[1].Parent);
    }

    [Fact]
    public void Passes_over_blocks_of_Lua()
    {
        var reader = Read("""
            access_by_lua_block {
                local a = "}" -- }
                --[[ } ]]
                local b = [==[ }} ]==]
                if a then b = { c = '}' } end
            }
            return 204;
            """);

        Assert.Empty(reader.Problems);
        Assert.Equal(["access_by_lua_block", "return"], reader.Roots.Select(root => root.Name));
    }

    [Theory]
    [InlineData("server { listen 80;", "unexpected end of file")]
    [InlineData("listen 80", "unexpected end of file")]
    [InlineData("server { listen 80 }", "a semicolon is missing")]
    [InlineData("listen 80; }", "unexpected \"}\"")]
    [InlineData("set $a \"x", "a quote is not closed")]
    [InlineData("set $a \"x\"y;", "behind a quote")]
    [InlineData("include none.conf;", "is not there")]
    [InlineData("include nginx.conf;", "includes itself")]
    public void Tells_what_can_t_be_read(string text, string problem) =>
        Assert.Contains(Read(text).Problems, each => each.Problem.Message.Contains(problem, StringComparison.Ordinal));

    [Fact]
    public void Ends_where_blocks_stand_too_deep() =>
        Assert.Single(Read(string.Concat(Enumerable.Repeat("location / {", 20_000))).Problems);

    [Fact]
    public void Reads_what_nginx_wrote_of_itself()
    {
        var dump = """
            nginx: the configuration file /etc/nginx/nginx.conf syntax is ok
            # configuration file /etc/nginx/nginx.conf:
            events {}
            http {
                include /etc/nginx/sites/*.conf;
            }

            # configuration file /etc/nginx/sites/b.conf:
            server { listen 80; server_name b.example; return 403; }

            # configuration file /etc/nginx/sites/a.conf:
            server { listen 80; server_name a.example; location / { auth_basic "staff"; } }

            """;
        var linted = new NginxLinter().Lint("dump.txt", new FixtureFiles("dump.txt", dump));

        Assert.Equal(["dump.txt", "/etc/nginx/nginx.conf", "/etc/nginx/sites/a.conf", "/etc/nginx/sites/b.conf"], linted.Files);
        Assert.Empty(linted.Problems);
        var finding = Assert.Single(linted.Findings, finding => finding.Check.Id == "nginx/basic-without-user-file");
        Assert.Equal(new("/etc/nginx/sites/a.conf", 1, 57), finding.Directives[0].Place);
        Assert.Equal(403, linted.Why("GET", new("http://b.example/"))!.Status);
    }

    [Fact]
    public void A_piece_of_a_configuration_is_judged_for_what_it_is()
    {
        var linted = new NginxLinter().Lint("site.conf", new FixtureFiles("site.conf", "location /admin/ { auth_basic \"staff\"; }"));

        var finding = Assert.Single(linted.Findings, finding => finding.Check.Id == "nginx/basic-without-user-file");
        Assert.Equal(Findings.Certainty.Likely, finding.Certainty);
    }

    [Theory]
    [InlineData("nginx.conf", "", 100)]
    [InlineData("default", "server {\n  listen 80;\n}", 80)]
    [InlineData("snippets/auth.conf", "auth_basic \"staff\";\n", 60)]
    [InlineData("apache2.conf", "ServerRoot /etc/apache2\n<Directory />\nRequire all denied\n</Directory>\n", 0)]
    [InlineData("haproxy.cfg", "frontend web\n    bind :80\n    http-request auth if x\n", 0)]
    [InlineData("Caddyfile", "example.org {\n\treverse_proxy localhost:8080\n}\n", 0)]
    public void Knows_its_own(string file, string text, int sureness) => Assert.Equal(sureness, new NginxLinter().Recognizes(file, text));

    [Theory]
    [InlineData("nginx.conf")]
    [InlineData("deploy/nginx.conf")]
    [InlineData("/srv/anna/deploy/nginx.conf")]
    public void What_another_machine_has_is_not_missed_here(string name)
    {
        var files = new FixtureFiles(name, "http { server { listen 443 ssl; location / { auth_basic x; auth_basic_user_file /etc/nginx/nobody-has-this; } } }", Path.GetTempPath());

        Assert.DoesNotContain(new NginxLinter().Lint(name, files).Findings, finding => finding.Check.Id == "nginx/user-file-missing");
    }

    private static NginxReader Read(string text)
    {
        var reader = new NginxReader(new FixtureFiles("/x/nginx.conf", text), "/x");
        reader.Read("/x/nginx.conf", text);
        return reader;
    }

    private static IEnumerable<string> Words(Directive directive) => directive.Arguments.Select(argument => argument.Text);
}

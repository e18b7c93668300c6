using System.Text;
using System.Text.Json;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint;
using Countersign.Inspector.Lint.Apache;
using Countersign.Inspector.Lint.Caddy;
using Countersign.Inspector.Lint.Haproxy;
using Countersign.Inspector.Lint.Nginx;
using Countersign.Inspector.Reports;
using Xunit;

namespace Countersign.Inspector.Tests.Lint;

/// <summary>Secrets of any shape, where people write them into configurations: KEY stands for the secret. What a reader wants to know stays.</summary>
public sealed class PlantedSecretsTests
{
    private static readonly string[] Shapes =
        ["hunter2", "swordfish", "5f4dcc3b5aa765d61d8327deb882cf99", "c2VjcmV0LXZhbHVlIQ==", "7d444840-9dc0-11d1-b245-5ffdce74fad2", "correct-horse-battery", "Zx9+kQ/4rT==", "sup3rS3cret"];

    [Theory]
    [InlineData("nginx", "if ($http_x_internal != \"KEY\") { }", "if ($http_x_internal != \"***\" )")]
    [InlineData("nginx", "if ($args ~ \"key=KEY\") { }", "if ($args ~ \"key=***\" )")]
    [InlineData("nginx", "if ($http_user_agent ~* \"curl/8.10\") { }", "if ($http_user_agent ~* \"curl/8.10\" )")]
    [InlineData("nginx", "if ($http_authorization ~ \"^Bearer (.+)$\") { }", "if ($http_authorization ~ \"^Bearer (.+)$\" )")]
    [InlineData("nginx", "set $needs_auth required;", "set $needs_auth required")]
    [InlineData("nginx", "set $basic \"Basic KEY\";", "set $basic \"Basic ***\"")]
    [InlineData("nginx", "access_by_lua 'ngx.var.http_x == \"KEY\"';", "access_by_lua \"***\"")]
    [InlineData("nginx", "auth_jwt_key_file /etc/nginx/key.jwk;", "auth_jwt_key_file /etc/nginx/key.jwk")]
    [InlineData("nginx", "ssl_certificate_key /etc/nginx/a.key;", "ssl_certificate_key /etc/nginx/a.key")]
    [InlineData("nginx", "proxy_cache_key \"api-$uri\";", "proxy_cache_key \"api-$uri\"")]
    [InlineData("nginx", "add_header Strict-Transport-Security \"max-age=63072000\";", "add_header Strict-Transport-Security \"max-age=63072000\"")]
    [InlineData("apache", "SetEnvIf X-Api-Key \"^KEY$\" known", "SetEnvIf X-Api-Key \"***\" known")]
    [InlineData("apache", "SetEnvIf Request_URI \"^/health\" open=yes", "SetEnvIf Request_URI \"^/health\" open=yes")]
    [InlineData("apache", "Require expr \"%{HTTP:X-Api-Key} == 'KEY' || %{REQUEST_URI} == '/health'\"", "Require expr \"%{HTTP:X-Api-Key} == '***' || %{REQUEST_URI} == '/health'\"")]
    [InlineData("apache", "Require expr \"req('X-Api-Key') -in {'KEY', 'z'}\"", "Require expr \"req('X-Api-Key') -in {'***', 'z'}\"")]
    [InlineData("apache", "<If \"%{HTTP:Authorization} =~ m#^Bearer KEY$#\">\n</If>", "<If \"%{HTTP:Authorization} =~ m#^Bearer ***#\">")]
    [InlineData("apache", "RewriteCond %{HTTP:X-Api-Key} !^KEY$ [NC]", "RewriteCond %{HTTP:X-Api-Key} *** [NC]")]
    [InlineData("apache", "RewriteCond %{QUERY_STRING} token=KEY", "RewriteCond %{QUERY_STRING} token=***")]
    [InlineData("apache", "RewriteCond %{HTTP_HOST} !^www\\.", "RewriteCond %{HTTP_HOST} !^www\\.")]
    [InlineData("apache", "RewriteRule ^ - [E=API_KEY:KEY,L]", "RewriteRule ^ - [E=API_KEY:***,L]")]
    [InlineData("apache", "RequestHeader set X-Secret \"KEY\" env=known", "RequestHeader set X-Secret \"***\" env=known")]
    [InlineData("apache", "Header edit Set-Cookie ^(.*)$ \"$1; HttpOnly; Secure\"", "Header edit Set-Cookie ^(.*)$ \"$1; HttpOnly; Secure\"")]
    [InlineData("apache", "OIDCCryptoPassphrase KEY", "OIDCCryptoPassphrase ***")]
    [InlineData("apache", "CustomLog \"|/bin/log --password KEY\" common", "CustomLog \"|/bin/log --password ***\" common")]
    [InlineData("haproxy", "acl k req.hdr(X-Api-Key) -m str -i KEY", "acl k req.hdr(X-Api-Key) -m str -i ***")]
    [InlineData("haproxy", "http-request deny if !{ req.hdr(X-Api-Key) KEY } { path_beg /admin }", "http-request deny if !{ req.hdr(X-Api-Key) *** } { path_beg /admin }")]
    [InlineData("haproxy", "http-request deny unless { str(KEY),strcmp(txn.token) eq 0 }", "http-request deny unless { str(***),strcmp(txn.token) eq 0 }")]
    [InlineData("haproxy", "http-request set-header Authorization \"Basic KEY\" if { path /x }", "http-request set-header Authorization Basic *** if { path /x }")]
    [InlineData("haproxy", "http-request auth unless { http_auth_group(users) admins }", "http-request auth unless { http_auth_group(users) admins }")]
    [InlineData("haproxy", "tcp-check send AUTH\\ KEY", "tcp-check send AUTH ***")]
    [InlineData("haproxy", "use_backend app if { req.hdr(host) -i www.example.org }", "use_backend app if { req.hdr(host) -i www.example.org }")]
    [InlineData("caddy", "@k header X-Api-Key KEY", "@k header X-Api-Key ***")]
    [InlineData("caddy", "@k not query key=KEY", "@k not query key=***")]
    [InlineData("caddy", "@k `{header.X-Api-Key} == \"KEY\" && path('/x')`", "@k {header.X-Api-Key} == \"***\" && path('/x')")]
    [InlineData("caddy", "@k expression header({'X-Api-Key': 'KEY'})", "@k expression header({'X-Api-Key': '***'})")]
    [InlineData("caddy", "@k header_regexp Authorization \"^Bearer KEY$\"", "@k header_regexp Authorization ^Bearer ***")]
    [InlineData("caddy", "header_up X-Api-Key {$SECRET:KEY}", "header_up X-Api-Key {$SECRET}")]
    [InlineData("caddy", "header_up X-Forwarded-Host {host}", "header_up X-Forwarded-Host {host}")]
    [InlineData("caddy", "forward_auth joe:KEY@auth:80", "forward_auth ***@auth:80")]
    [InlineData("caddy", "sign_key KEY", "sign_key ***")]
    [InlineData("caddy", "dns cloudflare KEY", "dns cloudflare ***")]
    public void A_line_keeps_its_names_and_loses_the_secret(string kind, string line, string shown)
    {
        foreach (var secret in line.Contains("KEY", StringComparison.Ordinal) ? Shapes : [""])
        {
            var text = secret.Length == 0 ? line : line.Replace("KEY", secret, StringComparison.Ordinal).Replace($"E=API_{secret}", "E=API_KEY", StringComparison.Ordinal);

            Assert.Equal(shown, Lines(kind, text)[0]);
        }
    }

    [Fact]
    public void What_one_line_tells_to_be_secret_no_other_line_shows()
    {
        foreach (var secret in Shapes)
        {
            Assert.Equal("proxy_set_header X-Foo \"***\"", Lines("nginx", $"set $api_key \"{secret}\"; proxy_set_header X-Foo \"{secret}\";")[1]);
            Assert.Equal("Redirect /x https://x.example/${SECRET}", Lines("apache", $"Define SECRET {secret}\nRedirect /x https://x.example/${{SECRET}}")[1]);
        }
    }

    [Fact]
    public void The_names_of_a_map_are_compared_with_what_the_client_sends()
    {
        foreach (var secret in Shapes)
        {
            Assert.Equal(["map $http_x_api_key $who", "*** 1", "default 0"], Lines("nginx", $"map $http_x_api_key $who {{ \"{secret}\" 1; default 0; }}"));
            Assert.Equal(["http://a.example", "map {query.token} {who}", "*** joe"], Lines("caddy", $"http://a.example {{\n map {{query.token}} {{who}} {{\n {secret} joe\n }}\n}}"));
        }
    }

    [Theory]
    [InlineData("$apr1$abcdefgh$KEY:joe")]
    [InlineData("{SSHA}KEY:joe")]
    [InlineData("{SHA512}KEY:joe")]
    [InlineData("$2y$05$KEY:joe")]
    [InlineData("realm:$apr1$x$KEY:joe")]
    [InlineData("joe KEY:")]
    [InlineData("KEY")]
    public void A_hash_is_shown_in_no_place_of_a_line_of_users(string line)
    {
        foreach (var secret in Shapes)
            Assert.DoesNotContain(secret, Reports("htpasswd", "/srv/htpasswd", line.Replace("KEY", secret, StringComparison.Ordinal) + "\nanna:x\nanna:y\n"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nginx", "events {}\nhttp { map $http_x_api_key $ok { \"KEY\" 1; } server { listen 80; auth_basic staff; auth_basic_user_file users; location / { if ($cookie_auth != \"KEY\") { return 401; } proxy_set_header Authorization \"Bearer KEY\"; proxy_pass http://joe:KEY@h/; } location /a/ { auth_basic off; if ($arg_key = KEY) { return 200 KEY; } set $token KEY } } }")]
    [InlineData("apache", "ServerRoot /etc/x\nListen 80\nDocumentRoot /srv\nDefine SECRET KEY\n<Location />\nAuthType Basic\nAuthName x\nSetEnvIf X-Api-Key \"^KEY$\" ok\nRewriteEngine On\nRewriteCond %{HTTP:X-Api-Key} !^KEY$\nRewriteRule ^/x https://x.example/${SECRET} [R]\n<RequireAny>\nRequire env ok\nRequire valid-user\nRequire expr \"%{HTTP:X-Token} == 'KEY'\"\n</RequireAny>\n</Location>\n")]
    [InlineData("haproxy", "global\n setenv API_KEY KEY\nfrontend f\n mode http\n bind :80\n acl unused req.cook(session) KEY\n http-request allow if { req.hdr(X-Api-Key) KEY }\n http-request auth if { path_beg /b } { req.hdr(X-Api-Key) KEY }\n stats enable\n stats auth joe:KEY\n default_backend b\nbackend b\n mode http\n server s 127.0.0.1:80\n")]
    [InlineData("caddy", "(s) {\n @z header X-Api-Key {args[0]}\n respond @z 200\n}\nhttp://a.example {\n import s KEY\n @k query token=KEY\n respond @k 200\n basic_auth /a/* {\n joe KEY\n }\n reverse_proxy http://joe:KEY@h:80\n}\nhttp://b.example {\n forward_auth joe:KEY@auth:80 {\n uri /x\n }\n reverse_proxy h:80\n}\n")]
    public void No_report_in_any_form_shows_one(string kind, string text)
    {
        foreach (var secret in Shapes)
            Assert.DoesNotContain(secret, Reports(kind, "/srv/it", text.Replace("KEY", secret, StringComparison.Ordinal).Replace($"API_{secret}", "API_KEY", StringComparison.Ordinal)), StringComparison.Ordinal);
    }

    private static List<string> Lines(string kind, string text)
    {
        var files = new FixtureFiles("/srv/it", text);
        var top = kind switch
        {
            "nginx" => Nginx(files, text),
            "apache" => new ApacheReader(files).Read("/srv/it"),
            "haproxy" => HaproxyReader.Read("frontend f\n " + text, "/srv/it", new(), new())[0].Children,
            _ when text.StartsWith("http", StringComparison.Ordinal) => new CaddyReader(files).Read("/srv/it"),
            _ => new CaddyReader(new FixtureFiles("/srv/it", $"http://a.example {{\n {text}\n}}")).Read("/srv/it")[0].Children,
        };
        return [.. top.SelectMany(each => each.Descendants().Prepend(each)).Select(each => each.Text)];
    }

    private static IReadOnlyList<Directive> Nginx(FixtureFiles files, string text)
    {
        var reader = new NginxReader(files, "");
        reader.Read("/srv/it", text);
        return reader.Roots;
    }

    private static string Reports(string kind, string file, string text)
    {
        var linted = LintCatalogue.All.First(linter => linter.Kind == kind).Lint(file, new FixtureFiles(file, text));
        Assert.NotEmpty(linted.Findings);
        using var lines = new StringWriter();
        LintTextReport.Write(lines, [linted]);
        lines.Write(Baseline.Write([linted]));
        foreach (var url in (string[])["http://a.example/", "http://a.example/a/", "http://a.example/x", "http://b.example/b"])
        {
            if (linted.Why("GET", new(url)) is { } decision)
                LintTextReport.Write(lines, decision);
        }

        using var octets = new MemoryStream();
        var options = new JsonWriterOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var json = new Utf8JsonWriter(octets, options))
            LintJsonReport.Write(json, [linted]);
        octets.WriteByte((byte)'\n');
        using (var json = new Utf8JsonWriter(octets, options))
            LintSarifReport.Write(json, [linted], "1.0.0");
        return lines + Encoding.UTF8.GetString(octets.ToArray());
    }
}

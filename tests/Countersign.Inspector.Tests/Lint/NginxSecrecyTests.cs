using System.Text;
using System.Text.Json;
using Countersign.Inspector.Lint;
using Countersign.Inspector.Lint.Nginx;
using Countersign.Inspector.Reports;
using Xunit;

namespace Countersign.Inspector.Tests.Lint;

/// <summary>What people write into configurations never reaches a report.</summary>
public sealed class NginxSecrecyTests
{
    private const string Secret = "hunter2Hunter2";

    [Theory]
    [InlineData("proxy_set_header Authorization \"Basic aHVudGVyMkh1bnRlcjI=\";", "proxy_set_header Authorization \"Basic ***\"")]
    [InlineData("proxy_set_header Authorization \"Bearer hunter2Hunter2\";", "proxy_set_header Authorization \"Bearer ***\"")]
    [InlineData("proxy_set_header Authorization $http_authorization;", "proxy_set_header Authorization $http_authorization")]
    [InlineData("proxy_set_header Authorization \"Bearer $token\";", "proxy_set_header Authorization \"Bearer $token\"")]
    [InlineData("proxy_set_header Authorization \"Basic $upstream_http_x_basic\";", "proxy_set_header Authorization \"Basic $upstream_http_x_basic\"")]
    [InlineData("proxy_set_header X-Api-Key hunter2Hunter2;", "proxy_set_header X-Api-Key ***")]
    [InlineData("fastcgi_param DB_PASSWORD hunter2Hunter2;", "fastcgi_param DB_PASSWORD ***")]
    [InlineData("set $api_key hunter2Hunter2;", "set $api_key ***")]
    [InlineData("if ($http_x_api_key != \"hunter2Hunter2\") { }", "if ($http_x_api_key != \"***\" )")]
    [InlineData("if ($arg_token = hunter2Hunter2) { }", "if ($arg_token = ***")]
    [InlineData("if ($cookie_session !~ hunter2Hunter2) { }", "if ($cookie_session !~ ***")]
    [InlineData("proxy_pass http://anna:hunter2Hunter2@10.0.0.1/;", "proxy_pass http://***@10.0.0.1/")]
    [InlineData("secure_link_md5 \"$uri hunter2Hunter2\";", "secure_link_md5 \"***\"")]
    [InlineData("return 302 https://x.example/?token=hunter2Hunter2;", "return 302 https://x.example/?token=***")]
    [InlineData("auth_basic_user_file /etc/nginx/users;", "auth_basic_user_file /etc/nginx/users")]
    [InlineData("proxy_set_header Connection \"upgrade\";", "proxy_set_header Connection \"upgrade\"")]
    [InlineData("location ~ /\\.ht { }", "location ~ /\\.ht")]
    public void Lines_are_shown_without_secrets(string line, string shown)
    {
        var reader = new NginxReader(new FixtureFiles("x", line), "");
        reader.Read("x", line);

        Assert.Equal(shown, Assert.Single(reader.Roots).Text);
    }

    [Fact]
    public void Nor_are_the_keys_of_a_map()
    {
        var reader = new NginxReader(new FixtureFiles("x", ""), "");
        reader.Read("x", $"map $http_x_api_key $client {{ default \"\"; \"{Secret}\" anna; }} map $host $api_key {{ default {Secret}; }}");

        Assert.DoesNotContain(Secret, string.Join('\n', reader.Roots.SelectMany(root => root.Descendants()).Select(line => line.Text)), StringComparison.Ordinal);
    }

    [Fact]
    public void No_report_and_no_answer_shows_one()
    {
        var text = $$"""
            events {}
            http {
                map $http_x_api_key $realm { default "staff"; "{{Secret}}" off; }
                server {
                    listen 80;
                    location / {
                        auth_basic $realm;
                        proxy_set_header Authorization "Bearer {{Secret}}";
                        proxy_set_header X-User $remote_user;
                        proxy_pass http://anna:{{Secret}}@127.0.0.1/;
                        location /a/ { auth_basic_user_file users; proxy_set_header X-Api-Key {{Secret}}; proxy_pass http://anna:{{Secret}}@127.0.0.1/; }
                    }
                    location /b/ { auth_basic "b"; auth_basic_user_file users; return 302 https://x.example/?access_token={{Secret}}; }
                    location /c/ { if ($arg_token = {{Secret}}) { return 200; } auth_basic "c"; auth_basic_user_file users; }
                }
            }
            """;
        var linted = new NginxLinter().Lint("nginx.conf", new FixtureFiles("nginx.conf", text));
        using var written = new StringWriter();
        LintTextReport.Write(written, [linted]);
        using var octets = new MemoryStream();
        using (var json = new Utf8JsonWriter(octets))
            LintJsonReport.Write(json, [linted]);
        foreach (var path in new[] { "", "a/", "b/", "c/", $"c/?token={Secret}" })
        {
            var decision = linted.Why("GET", new($"http://a.example/{path}"))!;
            LintTextReport.Write(written, decision);
        }

        Assert.NotEmpty(linted.Findings);
        Assert.DoesNotContain(Secret, written.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(octets.ToArray()), StringComparison.Ordinal);
    }
}

using System.Text;
using Countersign.EndToEnd.Client;
using Countersign.Schemes.Digest;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.EndToEnd.Inspecting;

/// <summary>Servers as Debian has them, each guarded as its manual says. What is to be found was written down by hand, from the specifications and the answers.</summary>
public sealed class RealServersTests
{
    private const string Password = "pass word";

    [Fact]
    public async Task Nginx()
    {
        var users = await HashedAsync("--kind", "apr1", "--user", "anna");
        await using var server = await RealServer.StartAsync("/usr/sbin/nginx", server =>
        {
            server.Write("users", users);
            server.Write("nginx.conf", $$"""
                daemon off;
                pid {{server.PathOf("nginx.pid")}};
                error_log stderr;
                events { }
                http {
                    access_log off;
                    client_body_temp_path {{server.PathOf("body")}};
                    proxy_temp_path {{server.PathOf("proxy")}};
                    fastcgi_temp_path {{server.PathOf("fastcgi")}};
                    uwsgi_temp_path {{server.PathOf("uwsgi")}};
                    scgi_temp_path {{server.PathOf("scgi")}};
                    server {
                        listen 127.0.0.1:{{server.Port}};
                        location / { auth_basic "staff"; auth_basic_user_file {{server.PathOf("users")}}; }
                        location /no-file/ { auth_basic "staff"; auth_basic_user_file {{server.PathOf("none")}}; }
                    }
                }
                """);
            return ["-e", "stderr", "-p", server.PathOf(""), "-c", server.PathOf("nginx.conf")];
        });

        await JudgesAsync($"{server.Origin}/a", ["Info topology/emitter", "challenge/well-formed"]);
        await JudgesAsync($"{server.Origin}/a", ["Info topology/emitter", "challenge/well-formed"], "--user", "anna:wrong");
        await JudgesAsync($"{server.Origin}/a", ["Info topology/emitter", "challenge/well-formed", "Warning content/html-for-json"], "--header", "Accept: application/json");
        await JudgesAsync($"{server.Origin}/a", ["Info topology/emitter", "challenge/well-formed", "Error credentials/basic-malformed"], "--header", "Authorization: Basic $$$");
        await JudgesAsync($"{server.Origin}/no-file/a", ["Info topology/emitter"], "--user", $"anna:{Password}");
    }

    [Fact]
    public async Task Apache()
    {
        var users = await HashedAsync("--kind", "apr1", "--user", "anna");
        await using var server = await RealServer.StartAsync("/usr/sbin/apache2", server =>
        {
            server.Write("htdigest", $"anna:staff:{DigestHash.Secret(DigestAlgorithm.Md5, "anna", "staff", Password)}\n");
            server.Write("htpasswd", users);
            server.Write("site/basic/a", "inside");
            server.Write("site/digest/a", "inside");
            server.Write("apache.conf", $$"""
                ServerRoot {{server.PathOf("")}}
                ServerName localhost
                PidFile {{server.PathOf("apache.pid")}}
                Mutex file:{{server.PathOf("")}}
                Listen 127.0.0.1:{{server.Port}}
                ErrorLog /dev/stderr
                {{string.Concat(((string[])["mpm_event", "authn_core", "authz_core", "authz_user", "authn_file", "auth_basic", "auth_digest"]).Select(module => $"LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so\n"))}}
                DocumentRoot {{server.PathOf("site")}}
                <Location /basic/>
                    AuthType Basic
                    AuthName staff
                    AuthUserFile {{server.PathOf("htpasswd")}}
                    Require valid-user
                </Location>
                <Location /digest/>
                    AuthType Digest
                    AuthName staff
                    AuthUserFile {{server.PathOf("htdigest")}}
                    Require valid-user
                </Location>
                """);
            return ["-D", "FOREGROUND", "-f", server.PathOf("apache.conf")];
        });

        await JudgesAsync($"{server.Origin}/basic/a", ["Info topology/emitter", "challenge/well-formed"]);
        await JudgesAsync($"{server.Origin}/basic/a", ["Info topology/emitter", "challenge/well-formed"], "--user", "anna:wrong");
        await JudgesAsync($"{server.Origin}/digest/a", ["Warning digest/only-md5", "Info topology/emitter", "challenge/well-formed"]);
        await JudgesAsync($"{server.Origin}/digest/a", ["Warning digest/only-md5", "challenge/well-formed"], "--digest", "--user", $"anna:{Password}");
        await JudgesAsync($"{server.Origin}/digest/a", ["Warning digest/only-md5", "Info topology/emitter", "challenge/well-formed"], "--digest", "--user", "anna:wrong");
    }

    [Fact]
    public async Task Caddy()
    {
        var hash = Convert.ToBase64String(Encoding.ASCII.GetBytes((await HashedAsync("--cost", "4")).Trim()));
        await using var server = await RealServer.StartAsync("/usr/bin/caddy", server =>
        {
            server.Write("Caddyfile", $$"""
                {
                	admin off
                	auto_https off
                	storage file_system {{server.PathOf("caddy")}}
                }
                http://127.0.0.1:{{server.Port}} {
                	basicauth /area/* {
                		anna {{hash}}
                	}
                	respond /area/* "inside"
                }
                """);
            return ["run", "--config", server.PathOf("Caddyfile"), "--adapter", "caddyfile"];
        });

        await JudgesAsync($"{server.Origin}/area/a", ["Info content/empty-refusal", "Info topology/emitter", "challenge/well-formed"]);
        await JudgesAsync($"{server.Origin}/area/a", ["Info content/empty-refusal", "Info topology/emitter", "challenge/well-formed"], "--user", "anna:wrong");
        await JudgesAsync($"{server.Origin}/area/a", [], "--user", $"anna:{Password}");
    }

    [Fact]
    public async Task Haproxy()
    {
        await using var server = await RealServer.StartAsync("/usr/sbin/haproxy", server =>
        {
            server.Write("haproxy.cfg", $"""
                defaults
                    mode http
                    timeout connect 5s
                    timeout client 60s
                    timeout server 60s
                userlist staff
                    user anna insecure-password "{Password}"
                frontend in
                    bind 127.0.0.1:{server.Port}
                    acl is_anna http_auth(staff)
                    http-request auth realm staff unless is_anna
                    http-request return status 200 content-type text/plain string inside

                """);
            return ["-f", server.PathOf("haproxy.cfg")];
        });

        await JudgesAsync($"{server.Origin}/a", ["Info topology/emitter", "challenge/well-formed"]);
        await JudgesAsync($"{server.Origin}/a", ["Info topology/emitter", "challenge/well-formed"], "--user", "anna:wrong");
    }

    [Fact]
    public async Task Oidc_provider()
    {
        await using var provider = await AuthorizationServer.StartAsync(SigningKey.Create(JwsAlgorithm.ES256), 600);
        var info = provider.UserInfo.AbsoluteUri;

        await JudgesAsync(info, ["caching/refusal-not-stored", "challenge/well-formed"]);
        await JudgesAsync(info, ["caching/refusal-not-stored", "Info token/opaque", "challenge/well-formed"], "--header", "Authorization: Bearer nothing-of-the-kind");
    }

    private static async Task JudgesAsync(string url, string[] expected, params string[] arguments) =>
        Assert.Equal(expected.Order(StringComparer.Ordinal), (await CurlVisit.InspectAsync([.. arguments, url])).Ids());

    private static async Task<string> HashedAsync(params string[] arguments) => (await Programs.CountersignWithInputAsync(Password + "\n", ["hash", .. arguments])).Output;
}

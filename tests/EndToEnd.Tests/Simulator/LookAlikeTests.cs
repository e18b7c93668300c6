using System.Net;
using Countersign.EndToEnd.Client;
using Countersign.Lab.Simulator;
using Xunit;

namespace Countersign.EndToEnd.Simulator;

/// <summary>The simulator's nginx and Apache beside the real ones: the same statuses, fields and pages, but for versions.</summary>
public sealed class LookAlikeTests
{
    // The password is secret.
    private const string Users = "anna:$apr1$DZMGXABO$I72EF33Fe2FajJhp4o3Db/\n";

    private static readonly string?[] Sent = [null, "Basic YW5uYTpzZWNyZXQ=", "Basic YW5uYTpmYWxzY2g=", "Basic YW5uYQ==", "Basic OnNlY3JldA==", "Basic !", "Basic", "Bearer abc"];

    // Each of these differs from one answer to the next, or between versions, or is the simulator's own.
    private static readonly string[] NotCompared = ["Date", "Server", "Connection", "Keep-Alive", "Content-Length", "Countersign-Simulated", "Countersign-Reason", "Countersign-Checks", "Transfer-Encoding"];

    [Fact]
    public async Task Answers_as_nginx_does()
    {
        await using var server = await RealServer.StartAsync("/usr/sbin/nginx", server =>
        {
            server.Write("users", Users);
            server.Write("folder/file", "");
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
                        auth_basic "Simulator";
                        location /nginx { auth_basic_user_file {{server.PathOf("users")}}; }
                        location /nginx-no-file { auth_basic_user_file {{server.PathOf("none")}}; }
                        location /nginx-bad-file { auth_basic_user_file {{server.PathOf("folder")}}; }
                    }
                }
                """);
            return ["-e", "stderr", "-p", server.PathOf(""), "-c", server.PathOf("nginx.conf")];
        });

        await AssertAlikeAsync(server, "nginx", "nginx-no-file", "nginx-bad-file");
    }

    [Fact]
    public async Task Answers_as_Apache_does()
    {
        await using var server = await RealServer.StartAsync("/usr/sbin/apache2", server =>
        {
            server.Write("htpasswd", Users);
            server.Write("bad-hash", "anna:$9$unknown$hash\n");
            server.Write("site/file", "");
            server.Write("apache.conf", $$"""
                ServerRoot {{server.PathOf("")}}
                ServerName localhost
                PidFile {{server.PathOf("apache.pid")}}
                Mutex file:{{server.PathOf("")}}
                Listen 127.0.0.1:{{server.Port}}
                ErrorLog /dev/stderr
                {{string.Concat(((string[])["mpm_event", "authn_core", "authz_core", "authz_user", "authn_file", "auth_basic"]).Select(module => $"LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so\n"))}}
                DocumentRoot {{server.PathOf("site")}}
                {{Place("apache", "htpasswd", named: true)}}
                {{Place("apache-no-file", "none", named: true)}}
                {{Place("apache-bad-hash", "bad-hash", named: true)}}
                {{Place("apache-no-name", "htpasswd", named: false)}}
                """);
            return ["-D", "FOREGROUND", "-f", server.PathOf("apache.conf")];

            string Place(string name, string users, bool named) =>
                $"<Location /{name}>\nAuthType Basic\n{(named ? "AuthName Simulator\n" : "")}AuthUserFile {server.PathOf(users)}\nRequire valid-user\n</Location>";
        });

        await AssertAlikeAsync(server, "apache", "apache-no-file", "apache-bad-hash", "apache-no-name");
    }

    private static async Task AssertAlikeAsync(RealServer server, params string[] names)
    {
        await using var simulator = await SimulatedServer.StartAsync(cancel: TestContext.Current.CancellationToken);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        foreach (var name in names)
        {
            foreach (var sent in Sent)
            {
                var real = await AnswerAsync(http, new($"{server.Origin}/{name}"), sent);
                var simulated = await AnswerAsync(http, new(simulator.Url, $"/sim/401/basic?server={name}"), sent);
                if (real is { } refusal)
                    Assert.Equal($"{name} {sent}: {refusal}", $"{name} {sent}: {simulated}");
                else
                    Assert.Null(simulated);
            }
        }
    }

    // A refusal as a text; null for whoever is let in, and finds a file or none.
    private static async Task<string?> AnswerAsync(HttpClient http, Uri url, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        if (answer.StatusCode is HttpStatusCode.OK or HttpStatusCode.NotFound)
            return null;
        var fields = answer.Headers.NonValidated.Concat(answer.Content.Headers.NonValidated).Where(field => !NotCompared.Contains(field.Key, StringComparer.OrdinalIgnoreCase));
        var content = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        var product = string.Join(' ', answer.Headers.NonValidated["Server"]);
        return $"{(int)answer.StatusCode}\n{string.Join('\n', fields.Select(field => $"{field.Key}: {field.Value}").Order(StringComparer.Ordinal))}\n\n{content.Replace(product, "PRODUCT", StringComparison.Ordinal)}";
    }
}

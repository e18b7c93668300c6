using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Countersign.EndToEnd.SignIn;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Doctor;

/// <summary>A gateway behind a real nginx with TLS, which is configured as somebody might have done it.</summary>
internal sealed class NginxFront : IAsyncDisposable
{
    public const string Program = "/usr/sbin/nginx";

    private readonly TestAuthority _authority = new();
    private readonly Site _site;
    private Process? _process;

    private NginxFront(Site site) => _site = site;

    /// <summary>Where people come.</summary>
    public string Url { get; } = $"https://localhost:{Site.FreePort().ToString(CultureInfo.InvariantCulture)}/orders";

    public string Authority => _site.PathOf("ca.pem");

    /// <summary>Starts both.</summary>
    /// <param name="server">What stands in the server block, next to address and certificate.</param>
    /// <param name="location">What stands where requests are passed on, next to proxy_pass.</param>
    public static async Task<NginxFront> StartAsync(string server, string location)
    {
        var front = new NginxFront(await Site.CreateAsync());
        await front.RunAsync(server, location);
        return front;
    }

    /// <summary>Examines the address; the answer of the command.</summary>
    public Task<Ran> ExamineAsync(params string[] options) =>
        Programs.CountersignWithInputAsync(PeopleSite.Password + "\n", ["doctor", Url, "--cacert", Authority, "--user", "anna", "--password-stdin", .. options]);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await Programs.RunAsync("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
            _process.Dispose();
        }

        await _site.DisposeAsync();
        _authority.Dispose();
    }

    private async Task RunAsync(string server, string location)
    {
        await _site.ConfigureAsync("""
            trusted-proxies: [127.0.0.1]
            sign-in: { users: store }
            schemes: { people: { type: session, realm: Orders, allow-cleartext: true } }
            routes: [{ name: all, access: { any-of: [people] }, upstream: "UPSTREAM" }]
            """);
        var added = await Programs.CountersignWithInputAsync(PeopleSite.Password + "\n", "user", "add", "anna", "--config", _site.Configuration);
        Assert.True(added.Code == 0, added.Error);
        await _site.StartAsync();
        var (certificate, key) = _authority.Issue("nginx");
        await _site.WriteAsync("ca.pem", _authority.Pem);
        await _site.WriteAsync("nginx.pem", certificate);
        await _site.WriteAsync("nginx.key", key);
        await _site.WriteAsync("nginx.conf", $$"""
            daemon off;
            worker_processes 1;
            pid {{_site.PathOf("nginx.pid")}};
            error_log stderr;
            events { }
            http {
                access_log off;
                client_body_temp_path {{_site.PathOf("body")}};
                proxy_temp_path {{_site.PathOf("proxy")}};
                fastcgi_temp_path {{_site.PathOf("fastcgi")}};
                uwsgi_temp_path {{_site.PathOf("uwsgi")}};
                scgi_temp_path {{_site.PathOf("scgi")}};
                server {
                    listen 127.0.0.1:{{new Uri(Url).Port}} ssl;
                    ssl_certificate {{_site.PathOf("nginx.pem")}};
                    ssl_certificate_key {{_site.PathOf("nginx.key")}};
                    {{server}}
                    location / {
                        proxy_pass {{_site.Gateway.Url}};
                        proxy_set_header Host $http_host;
                        {{location}}
                    }
                }
            }
            """);
        _process = Programs.Start(Program, "-e", "stderr", "-p", _site.PathOf(""), "-c", _site.PathOf("nginx.conf"));
        Assert.True(await Eventually.IsSoAsync(IsListening), "nginx does not listen");
    }

    private bool IsListening()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", new Uri(Url).Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Client;

/// <summary>A real nginx with a Basic area, a large file and a redirect.</summary>
internal sealed class NginxArea : IAsyncDisposable
{
    public const string Program = "/usr/sbin/nginx";
    public const string Password = "nginx pass word";
    public const int LargeLength = 24 * 1024 * 1024;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");
    private readonly int _port = Site.FreePort();
    private Process? _process;

    public string Url => $"http://127.0.0.1:{_port.ToString(CultureInfo.InvariantCulture)}";

    public static async Task<NginxArea> StartAsync()
    {
        Programs.Need(Program);
        var area = new NginxArea();
        await area.RunAsync();
        return area;
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            await Programs.RunAsync("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(20));
            _process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private async Task RunAsync()
    {
        var hashed = await Programs.CountersignWithInputAsync(Password + "\n", "hash", "--kind", "apr1", "--user", "anna");
        await File.WriteAllTextAsync(PathOf("users"), hashed.Output);
        Directory.CreateDirectory(PathOf("area"));
        await File.WriteAllTextAsync(PathOf("area/index.txt"), "inside");
        await using (var large = File.Create(PathOf("area/large.bin")))
            large.SetLength(LargeLength);
        if (!OperatingSystem.IsWindows())
        {
            foreach (var open in new[] { _folder.FullName, PathOf("area") })
                File.SetUnixFileMode(open, (UnixFileMode)0b111_101_101);
        }

        await File.WriteAllTextAsync(PathOf("nginx.conf"), $$"""
            daemon off;
            worker_processes 1;
            pid {{PathOf("nginx.pid")}};
            error_log stderr;
            events { }
            http {
                access_log off;
                default_type text/plain;
                client_body_temp_path {{PathOf("body")}};
                proxy_temp_path {{PathOf("proxy")}};
                fastcgi_temp_path {{PathOf("fastcgi")}};
                uwsgi_temp_path {{PathOf("uwsgi")}};
                scgi_temp_path {{PathOf("scgi")}};
                server {
                    listen 127.0.0.1:{{_port}};
                    root {{_folder.FullName}};
                    location / { return 204; }
                    location /area/ { auth_basic "nginx area"; auth_basic_user_file {{PathOf("users")}}; }
                    location /away { return 302 http://localhost:{{_port}}/area/index.txt; }
                }
            }
            """);
        _process = Programs.Start(Program, "-e", "stderr", "-p", _folder.FullName, "-c", PathOf("nginx.conf"));
        Assert.True(await Eventually.IsSoAsync(IsListening), "nginx does not listen");
    }

    private bool IsListening()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", _port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}

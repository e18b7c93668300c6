using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.Lint;

/// <summary>A real nginx with the configuration of a fixture, in a folder and on ports of its own, and a caller from an address that no configuration names.</summary>
internal sealed partial class StrangerToNginx : IAsyncDisposable
{
    public const string Program = "/usr/sbin/nginx";

    private static readonly IPEndPoint Stranger = new(IPAddress.Parse("127.0.0.77"), 0);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");
    private readonly Dictionary<int, int> _ports = [];
    private readonly HttpClient _client;
    private Process? _process;

    private StrangerToNginx() => _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseProxy = false,
        UseCookies = false,
        // Who issued it is of no matter here.
        SslOptions = new() { RemoteCertificateValidationCallback = static (_, certificate, _, _) => certificate is not null },
        ConnectCallback = static async (context, cancel) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(Stranger);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, context.DnsEndPoint.Port), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    });

    /// <summary>The configuration as nginx has it, with folders and ports of its own.</summary>
    public string Configuration => Path.Combine(_folder.FullName, "etc", "nginx", "nginx.conf");

    public static async Task<StrangerToNginx> StartAsync(NginxFixture fixture)
    {
        var started = new StrangerToNginx();
        await started.RunAsync(fixture);
        return started;
    }

    /// <summary>An address of the fixture, as it is here.</summary>
    public Uri Here(Uri url) => new UriBuilder(url) { Port = _ports[url.Port] }.Uri;

    /// <summary>The status of the answer; 0 where there is none.</summary>
    public async Task<int> AskAsync(NginxAsked asked)
    {
        using var request = new HttpRequestMessage(new(asked.Method), Here(asked.Url));
        request.Headers.Host = asked.Url.Host;
        if (asked.Field is not null)
            request.Headers.TryAddWithoutValidation(asked.Field, asked.Value);
        try
        {
            using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
            return (int)response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        if (_process is { HasExited: false })
        {
            _process.Kill();
            await _process.WaitForExitAsync(CancellationToken.None);
        }

        _process?.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task RunAsync(NginxFixture fixture)
    {
        foreach (Match listen in Listen().Matches(fixture.Text))
        {
            var port = int.Parse(listen.Groups["port"].ValueSpan, CultureInfo.InvariantCulture);
            if (!_ports.ContainsKey(port))
                _ports.Add(port, Site.FreePort());
        }

        foreach (var file in Directory.GetFiles(NginxFixture.Files, "*", SearchOption.AllDirectories))
            Write(Path.GetRelativePath(NginxFixture.Files, file), await File.ReadAllTextAsync(file));
        if (fixture.Text.Contains("ssl_certificate", StringComparison.Ordinal))
        {
            using var authority = new TestAuthority();
            var (certificate, key) = authority.Issue("a.example");
            Write("etc/nginx/site.pem", certificate);
            Write("etc/nginx/letsencrypt/site.pem", certificate);
            Write("etc/nginx/site.key", key);
        }

        Write("etc/nginx/nginx.conf", Http().Replace(fixture.Text, $"http {{\n    access_log off; {string.Join(' ', new[] { "client_body", "proxy", "fastcgi", "uwsgi", "scgi" }.Select(name => $"{name}_temp_path {_folder.FullName}/{name};"))}\n", 1));
        _process = Programs.Start(Program, "-e", "stderr", "-p", _folder.FullName, "-c", Configuration, "-g", $"daemon off; master_process off; pid {_folder.FullName}/pid; error_log stderr emerg;");
        Assert.True(await Eventually.UntilAsync(() => Task.FromResult(_process.HasExited || _ports.Values.All(IsListening)), isReady => isReady, 0.005) && !_process.HasExited, _process.HasExited ? await _process.StandardError.ReadToEndAsync() : "nginx does not listen");
    }

    private void Write(string name, string text)
    {
        var file = Path.Combine(_folder.FullName, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        var moved = text.Replace("/srv/", $"{_folder.FullName}/srv/", StringComparison.Ordinal).Replace("/etc/nginx/", $"{_folder.FullName}/etc/nginx/", StringComparison.Ordinal);
        File.WriteAllText(file, Port().Replace(moved, match => _ports.TryGetValue(int.Parse(match.Groups["port"].ValueSpan, CultureInfo.InvariantCulture), out var port) ? $"{match.Groups["before"].Value}{port}" : match.Value));
    }

    private static bool IsListening(int port)
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"^http \{\n", RegexOptions.ExplicitCapture | RegexOptions.Multiline, 1000)]
    private static partial Regex Http();

    [GeneratedRegex(@"\blisten ([\d.]+:|\*:)?(?<port>\d+)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Listen();

    [GeneratedRegex(@"(?<before>\blisten ([\d.]+:|\*:)?|127\.0\.0\.1:)(?<port>\d+)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Port();
}

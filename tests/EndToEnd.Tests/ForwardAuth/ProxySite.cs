using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Countersign.TestKit;
using Xunit;

namespace Countersign.EndToEnd.ForwardAuth;

/// <summary>A site behind a real proxy that asks the gateway, configured by the very text that <c>countersign snippet</c> prints.</summary>
public abstract class ProxySite : IAsyncLifetime
{
    private readonly StringBuilder _said = new();
    private Site? _site;
    private Process? _process;

    /// <summary>Where the proxy listens.</summary>
    internal int Port { get; } = Site.FreePort();

    internal Site Site => _site!;

    /// <summary>Who has a session.</summary>
    internal SitePeople People { get; private set; } = null!;

    /// <summary>The program.</summary>
    protected abstract string Program { get; }

    /// <summary>The port for FastCGI, of the sites that use it.</summary>
    protected int FastCgiPort { get; } = Site.FreePort();

    private int GatewayPort { get; } = Site.FreePort();

    public async ValueTask InitializeAsync()
    {
        if (!File.Exists(Program))
            return;
        _site = await Site.CreateAsync();
        foreach (var name in new[] { "users.htpasswd", "devices.htdigest" })
            await _site.WriteAsync(name, await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "examples", name)));
        await _site.ConfigureAsync($$"""
            listen: http://127.0.0.1:{{GatewayPort}}
            sign-in: { users: store }
            forward-auth: { proxies: [127.0.0.1], fastcgi: "127.0.0.1:{{FastCgiPort}}" }
            limits: { refusals-per-minute: 400 }
            assertion: { issuer: https://gateway.example.org }
            schemes:
              staff: { type: basic, realm: Staff, htpasswd: users.htpasswd, allow-cleartext: true }
              keys: { type: api-key, realm: api }
              secret: { type: basic, realm: Secret, htpasswd: users.htpasswd }
              people: { type: session, allow-cleartext: true }
              devices: { type: digest, realm: devices@example.org, htdigest: devices.htdigest }
            routes:
              - { name: open, match: { path: /open/** }, access: public }
              - { name: closed, match: { path: /closed/** }, access: { any-of: [staff], users: [nobody] } }
              - { name: api, match: { path: /api/** }, access: { any-of: [keys, staff] }, cors: { origins: ["https://app.example.org"] } }
              - { name: secret, match: { path: /secret/** }, access: { any-of: [secret] } }
              - { name: people, match: { path: /people/** }, access: { any-of: [people] } }
              - { name: devices, match: { path: /devices/** }, access: { any-of: [devices] } }
              - { name: passing, match: { path: /passing/** }, access: { any-of: [staff] }, authorization: forward }
              - { name: site, match: { path: /site/** }, access: { any-of: [staff] } }
            """);
        People = new SitePeople(Site.PathOf("countersign.db"));
        await StartGatewayAsync();
        var start = await ConfigureAsync();
        _process = Programs.Start(Program, start);
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        Assert.True(await Eventually.IsSoAsync(IsListening), $"{Program} does not listen: {_said}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
        {
            if (!_process.HasExited)
                await StopAsync(_process);
            _process.Dispose();
        }

        People?.Dispose();
        if (_site is not null)
            await _site.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    internal Task StartGatewayAsync() => Site.StartAsync(listensAsConfigured: true);

    /// <summary>Skips a test where the program is not installed.</summary>
    internal void Need() => Programs.Need(Program);

    internal Task<Answer> AskAsync(string request, string from = "127.0.0.1") => Answer.OfAsync(Port, request, from);

    /// <summary>Writes the proxy's files; the arguments to start it with.</summary>
    protected abstract Task<string[]> ConfigureAsync();

    /// <summary>What the command prints.</summary>
    protected async Task<string> SnippetAsync(string dialect)
    {
        var ran = await Site.CountersignAsync(
            "snippet", dialect, "--gateway", $"http://127.0.0.1:{GatewayPort}", "--upstream", Site.Upstream.Url, "--listen", $"127.0.0.1:{Port}", "--host", "app.example.org");
        Assert.True(ran.Code == 0, ran.Error);
        return ran.Output;
    }

    /// <summary>Several processes: the first of them ends the others.</summary>
    private static async Task StopAsync(Process process)
    {
        await Programs.RunAsync("kill", ["-TERM", process.Id.ToString(CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        try
        {
            await process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private bool IsListening()
    {
        try
        {
            using var client = new TcpClient("127.0.0.1", Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    private void Note(string? line)
    {
        lock (_said)
            _said.AppendLine(line);
    }
}

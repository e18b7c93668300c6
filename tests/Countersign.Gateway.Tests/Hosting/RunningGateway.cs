using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Countersign.AspNetCore.Telemetry;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Explaining;
using Countersign.Gateway.Hosting;
using Countersign.Gateway.Tests.Configuration;
using Xunit;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>A gateway in this process, from the text of a configuration file, before an upstream that remembers.</summary>
internal sealed class RunningGateway : IAsyncDisposable
{
    public const string AdminToken = "0123456789abcdef0123456789abcdef";

    private readonly string _store;

    private RunningGateway(Fixtures files, EchoUpstream upstream, LogLines log, string file, GatewayConfiguration configuration, GatewayHost host, string store)
    {
        (Files, Upstream, Log, File, Configuration, Host, _store) = (files, upstream, log, file, configuration, host, store);
    }

    public Fixtures Files { get; }

    public EchoUpstream Upstream { get; }

    public LogLines Log { get; }

    public string File { get; }

    public GatewayConfiguration Configuration { get; }

    public GatewayHost Host { get; }

    public Uri Url => new(Host.Addresses[0]);

    public Uri Admin => new(Host.AdminAddress!);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>Starts it, with further files beside its own; <c>UPSTREAM</c> in the text is the upstream's address.</summary>
    public static Task<RunningGateway> StartAsync(string yaml, EchoUpstream? upstream = null, params (string Name, string Text)[] files) =>
        StartAsync(yaml, "sqlite:./countersign.db", upstream, files);

    /// <summary>Starts it on a store that it may share.</summary>
    public static async Task<RunningGateway> StartAsync(string yaml, string store, EchoUpstream? upstream, params (string Name, string Text)[] files)
    {
        var folder = new Fixtures();
        upstream ??= await EchoUpstream.StartAsync();
        foreach (var name in new[] { "users.htpasswd", "devices.htdigest" })
            System.IO.File.Copy(Path.Combine(Fixtures.Root, "examples", name), Path.Combine(folder.Folder, name));
        folder.Write("carl:{SHA}qkEKe2O/rfkDay95wyuhuL3C3A0=\nold:rl0uE0cQ5gYk6\n", "quick.htpasswd");
        RefusalCases.WriteFiles(folder.Folder);
        foreach (var (name, text) in files)
            folder.Write(text, name);
        var file = folder.Write(Whole(yaml, upstream.Url, store));
        var reading = ConfigurationReader.Read(file, _ => null);
        Assert.DoesNotContain(reading.Problems, problem => problem.Severity == ProblemSeverity.Error);
        var configuration = reading.Configuration!;
        var log = new LogLines();
        var host = await GatewayHost.StartAsync(configuration, log, Cancel);
        return new(folder, upstream, log, file, configuration, host, store);
    }

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Puts another text in force, as a change of the file does.</summary>
    public void Reload(string yaml)
    {
        Rewrite(yaml);
        var reading = ConfigurationReader.Read(File, _ => null);
        Assert.DoesNotContain(reading.Problems, problem => problem.Severity == ProblemSeverity.Error);
        Host.Take(File, reading.Configuration!);
    }

    /// <summary>The same file with another text, as an editor leaves it.</summary>
    public void Rewrite(string yaml) => Files.Write(Whole(yaml, Upstream.Url, _store));

    public Task<Reply> GetAsync(string target, params string[] fields) => AskAsync("GET", target, fields);

    public Task<Reply> AskAsync(string method, string target, params string[] fields) => SendAsync(Url.Port, Written(method, target, fields));

    public static Task<Reply> AskAsync(Uri listener, string method, string target, params string[] fields) =>
        SendAsync(listener.Port, Written(method, target, fields));

    public Task<Reply> AdminAsync(string target, params string[] fields) => SendAsync(
        Admin.Port, Written("GET", target, fields.Any(field => field.StartsWith("Host:", StringComparison.Ordinal)) ? fields : [.. fields, $"Host: {Admin.Authority}"]));

    public Task<Reply> AskedAdminAsync(string target) => AdminAsync(target, $"Authorization: Bearer {AdminToken}");

    /// <summary>The octets as they are, and everything until the gateway closes.</summary>
    public Task<Reply> RawAsync(string request) => SendAsync(Url.Port, request);

    public async Task<JournalEntry> JournalAsync(string reference)
    {
        var reply = await AskedAdminAsync("/.countersign/journal/" + reference);
        Assert.Equal(200, reply.Status);
        return JsonSerializer.Deserialize(reply.Body, JournalJson.Default.JournalEntry)!;
    }

    public async Task<string> MetricsAsync() => (await AskedAdminAsync("/.countersign/metrics")).Body;

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Upstream.DisposeAsync();
        await Log.DisposeAsync();
        Files.Dispose();
    }

    public static string Written(string method, string target, params string[] fields)
    {
        var host = fields.Any(field => field.StartsWith("Host:", StringComparison.OrdinalIgnoreCase)) ? "" : "Host: gateway.test\r\n";
        var lines = string.Concat(fields.Select(field => field + "\r\n"));
        return $"{method} {target} HTTP/1.1\r\n{host}Connection: close\r\n{lines}\r\n";
    }

    private static string Whole(string yaml, string upstream, string store) =>
        (yaml.StartsWith("listen:", StringComparison.Ordinal) ? "" : "listen: http://127.0.0.1:0\n")
        + $"admin: http://127.0.0.1:0\nadmin-token: {AdminToken}\nstore: \"{store}\"\n"
        + yaml.Replace("UPSTREAM", upstream, StringComparison.Ordinal);

    public static async Task<Reply> SendAsync(int port, string request)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, patience.Token);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request), patience.Token);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return Reply.Read(await reader.ReadToEndAsync(patience.Token));
    }
}

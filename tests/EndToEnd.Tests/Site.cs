using System.Net;
using System.Net.Sockets;
using Xunit;

namespace Countersign.EndToEnd;

/// <summary>A folder with a configuration, an upstream, and the gateway between them and the world.</summary>
internal sealed class Site : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");
    private RunningGateway? _gateway;

    private Site(LocalUpstream upstream) => Upstream = upstream;

    public LocalUpstream Upstream { get; }

    public RunningGateway Gateway => _gateway ?? throw new InvalidOperationException("The gateway was not started.");

    public string Configuration => PathOf("countersign.yaml");

    public static async Task<Site> CreateAsync() => new(await LocalUpstream.StartAsync());

    /// <summary>A site whose configuration has these schemes and routes; UPSTREAM stands for the upstream's URL.</summary>
    public static async Task<Site> RunAsync(string schemesAndRoutes, params (string Name, string Content)[] files)
    {
        var site = await CreateAsync();
        foreach (var (name, content) in files)
            await site.WriteAsync(name, content);
        await site.ConfigureAsync(schemesAndRoutes);
        await site.StartAsync();
        return site;
    }

    public async Task StartAsync(bool listensAsConfigured = false) => _gateway = await RunningGateway.StartAsync(Configuration, listensAsConfigured);

    public Task ConfigureAsync(string schemesAndRoutes, int adminPort = 0, string store = "sqlite:./countersign.db") => WriteAsync("countersign.yaml", $"""
        admin: http://127.0.0.1:{adminPort}
        store: {store}
        {schemesAndRoutes.Replace("UPSTREAM", Upstream.Url, StringComparison.Ordinal)}
        """);

    /// <summary>A port for a listener that commands have to find by the configuration.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Url(string path) => Gateway.Url + path;

    /// <summary>Writes a file at once, as editors and mounts do.</summary>
    public async Task WriteAsync(string name, string content)
    {
        var fresh = PathOf(name + ".new");
        await File.WriteAllTextAsync(fresh, content, TestContext.Current.CancellationToken);
        File.Move(fresh, PathOf(name), overwrite: true);
    }

    public Task<Ran> CountersignAsync(params string[] arguments) => Programs.CountersignAsync([.. arguments, "--config", Configuration]);

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        await Upstream.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

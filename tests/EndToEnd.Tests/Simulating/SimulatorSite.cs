using System.Net;
using Countersign.Lab.Simulator;
using Xunit;

namespace Countersign.EndToEnd.Simulating;

/// <summary>A simulator that listens in every way there is, with its certificate in a file.</summary>
public sealed class SimulatorSite : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");
    private SimulatedServer? _server;

    public string Authority => Path.Combine(_folder.FullName, "authority.pem");

    public SimulatedServer Server => _server!;

    public string Url(string target, bool isTls = false) => (isTls ? Server.TlsUrl! : Server.Url).GetLeftPart(UriPartial.Authority) + target;

    public async ValueTask InitializeAsync()
    {
        _server = await SimulatedServer.StartAsync(new() { TlsListen = new(IPAddress.Loopback, 0), ProxyListen = new(IPAddress.Loopback, 0) }, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(Authority, _server.AuthorityPem, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _server!.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}

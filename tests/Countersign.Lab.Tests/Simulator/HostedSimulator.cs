using System.Net;
using System.Security.Cryptography.X509Certificates;
using Countersign.Lab.Simulator;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>One simulator that listens in every way there is, for the tests of a class.</summary>
public sealed class HostedSimulator : IAsyncLifetime
{
    private SimulatedServer? _server;

    public SimulatedServer Server => _server!;

    public async ValueTask InitializeAsync() =>
        _server = await SimulatedServer.StartAsync(new() { Seed = "tests", TlsListen = new(IPAddress.Loopback, 0), ProxyListen = new(IPAddress.Loopback, 0) }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _server!.DisposeAsync();

    /// <summary>A client that trusts the simulator's authority alone.</summary>
    public HttpClient Client(Action<SocketsHttpHandler>? configure = null)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false };
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(Server.AuthorityPem));
        configure?.Invoke(handler);
        return new(handler);
    }
}

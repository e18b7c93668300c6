using Countersign.Lab.Simulator;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>One simulator for the tests of a class; each is a client of its own.</summary>
public sealed class RunningSimulator : IAsyncLifetime
{
    private SimulatedServer? _server;

    public Uri Url => _server!.Url;

    public Uri SiteUrl => _server!.SiteUrl;

    public async ValueTask InitializeAsync() => _server = await SimulatedServer.StartAsync(new() { Seed = "tests" }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _server!.DisposeAsync();
}

using Countersign.EndToEnd;
using Xunit;

[assembly: AssemblyFixture(typeof(SiteFixture))]

namespace Countersign.EndToEnd;

/// <summary>The example's site, started once for all tests that leave its configuration alone.</summary>
public sealed class SiteFixture : IAsyncLifetime
{
    private Site? _site;

    internal Site Site => _site!;

    public async ValueTask InitializeAsync() => _site = await ExampleSite.RunAsync();

    public ValueTask DisposeAsync() => _site?.DisposeAsync() ?? ValueTask.CompletedTask;
}

using System.Collections.Immutable;
using Countersign.Lab.Simulator.Endpoints.Digest;
using Countersign.Lab.Simulator.Endpoints.Echo;
using Countersign.Lab.Simulator.Endpoints.Index;
using Countersign.Lab.Simulator.Endpoints.Protected;
using Countersign.Lab.Simulator.Endpoints.Status;

namespace Countersign.Lab.Simulator;

/// <summary>All addresses of the simulator, in the order of its index.</summary>
internal static class SimulatorCatalogue
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<SimulatedEndpoint> All { get; } =
    [
        new StatusEndpoint(),
        new SimEndpoint(),
        new SignInEndpoint(),
        new BasicAuthEndpoint(),
        new HiddenBasicAuthEndpoint(),
        new DigestAuthEndpoint(),
        new HiddenDigestAuthEndpoint(),
        .. EchoCatalogue.All,
        new IndexEndpoint(),
        new OpenApiEndpoint(),
        new AuthorityEndpoint(),
    ];
}

using System.Collections.Immutable;
using Countersign.Lab.Simulator.Endpoints.Echo;

namespace Countersign.Lab.Simulator.Endpoints.Index;

/// <summary>The description of all addresses.</summary>
internal sealed class OpenApiEndpoint : EchoAddress
{
    private static readonly Lazy<byte[]> Description = new(() => EchoJson.Octets(OpenApiJson.Write));

    public override string Path => "/openapi.json";

    public override SimulatorGroup Group => SimulatorGroup.Index;

    public override string Story => "The description of all addresses (OpenAPI 3.1).";

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of("/openapi.json")];

    protected override SimulatedAnswer Answer(SimulatedRequest request) => new(200) { Content = Description.Value, MediaType = "application/json" };
}

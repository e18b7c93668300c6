using System.Collections.Immutable;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Lines of JSON.</summary>
internal sealed class StreamEndpoint : EchoAddress
{
    private const int Most = 100;

    public override string Path => "/stream/{n:int}";

    public override string Story => "Says what came n times, a line each, up to a hundred, without Content-Length.";

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of("/stream/2")];

    protected override SimulatedAnswer Answer(SimulatedRequest request) => new(200) { Pieces = LinesAsync(request, Math.Min(EchoNumbers.Whole(request, "n"), Most)), MediaType = "application/json" };

    private static async IAsyncEnumerable<ReadOnlyMemory<byte>> LinesAsync(SimulatedRequest request, int count)
    {
        await Task.CompletedTask;
        for (var id = 0; id < count; id++)
        {
            yield return EchoJson.Octets(
                json =>
                {
                    json.WriteNumber("id", id);
                    EchoJson.Write(json, request, EchoPart.Get);
                },
                isReadable: false);
        }
    }
}

using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>May be kept for so long.</summary>
internal sealed class CacheForEndpoint : EchoAddress
{
    public override string Path => "/cache/{n:int}";

    public override string Story => "What /get says, to be kept by caches for n seconds (RFC 9111 §5.2.2).";

    public override ImmutableArray<SimulatedVisit> Visits => [SimulatedVisit.Of("/cache/60")];

    protected override SimulatedAnswer Answer(SimulatedRequest request)
    {
        var answer = EchoJson.Answer(json => EchoJson.Write(json, request, EchoPart.Get));
        answer.Add("Cache-Control", string.Create(CultureInfo.InvariantCulture, $"public, max-age={EchoNumbers.Whole(request, "n")}"));
        return answer;
    }
}

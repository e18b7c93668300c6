using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Has not changed since, whenever that was.</summary>
internal sealed class CacheEndpoint : EchoAddress
{
    public override string Path => "/cache";

    public override string Story => "304 for whoever asks with If-Modified-Since or If-None-Match; else what /get says, with validators (RFC 9110 §13).";

    public override ImmutableArray<SimulatedVisit> Visits => [new(SimulatedCall.Get("/cache"), SimulatedCall.Get("/cache").With("If-None-Match", "\"simulated\""))];

    protected override SimulatedAnswer Answer(SimulatedRequest request)
    {
        var isConditional = request.Facts.FieldCount("If-Modified-Since") > 0 || request.Facts.FieldCount("If-None-Match") > 0;
        var answer = isConditional ? new(304) : EchoJson.Answer(json => EchoJson.Write(json, request, EchoPart.Get));
        answer.Add("ETag", "\"simulated\"");
        answer.Add("Last-Modified", request.Now.ToString("R", CultureInfo.InvariantCulture));
        return answer;
    }
}

using System.Collections.Immutable;
using Countersign.Lab.Simulator.Twists.Challenges;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Has the validator of the path.</summary>
internal sealed class EtagEndpoint : EchoAddress
{
    public override string Path => "/etag/{etag}";

    public override string Story => "What /get says, under the entity tag of the path: 304 where If-None-Match has it, 412 where If-Match has others (RFC 9110 §13.1).";

    public override ImmutableArray<SimulatedVisit> Visits => [new(SimulatedCall.Get("/etag/a"), SimulatedCall.Get("/etag/a").With("If-None-Match", "\"a\""), SimulatedCall.Get("/etag/a").With("If-Match", "\"b\""))];

    protected override SimulatedAnswer Answer(SimulatedRequest request)
    {
        var etag = request.Route("etag")!;
        if (etag.Any(character => character is '"' or <= ' ' or '\x7f'))
            return Unknown("an entity tag (RFC 9110 §8.8.3)", "characters that none has");
        var quoted = ChallengeText.Octets($"\"{etag}\"");
        var answer = Has(request, "If-Match", quoted) is false ? new(412) { Diagnosis = new($"If-Match with the entity tag {etag}, or none", "other entity tags") }
            : Has(request, "If-None-Match", quoted) is true ? new(304)
            : EchoJson.Answer(json => EchoJson.Write(json, request, EchoPart.Get));
        answer.Add("ETag", quoted);
        return answer;
    }

    private static bool? Has(SimulatedRequest request, string field, string etag)
    {
        var lines = request.Context.Request.Headers[field];
        return lines.Count == 0 ? null : lines.SelectMany(line => line!.Split(',', StringSplitOptions.TrimEntries)).Any(each => each is "*" || each == etag || each == $"W/{etag}" || each == etag.Trim('"'));
    }
}

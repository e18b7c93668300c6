using System.Collections.Immutable;
using Countersign.Lab.Simulator.Twists.Challenges;
using Microsoft.Net.Http.Headers;

namespace Countersign.Lab.Simulator.Endpoints.Echo;

/// <summary>Has the validator of the path.</summary>
internal sealed class EtagEndpoint : EchoAddress
{
    private const string IfMatch = "If-Match";

    public override string Path => "/etag/{etag}";

    public override string Story => "What /get says, under the entity tag of the path: 304 where If-None-Match has it, 412 where If-Match has others (RFC 9110 §13.1).";

    public override ImmutableArray<SimulatedVisit> Visits => [new(SimulatedCall.Get("/etag/a"), SimulatedCall.Get("/etag/a").With("If-None-Match", "\"a\""), SimulatedCall.Get("/etag/a").With("If-Match", "\"b\""))];

    protected override SimulatedAnswer Answer(SimulatedRequest request)
    {
        var etag = request.Route("etag")!;
        if (etag.Any(character => character is '"' or <= ' ' or '\x7f'))
            return Unknown("an entity tag (RFC 9110 §8.8.3)", "characters that none has");
        var quoted = ChallengeText.Octets($"\"{etag}\"");
        var answer = Has(request, IfMatch, quoted) is false ? new(412) { Diagnosis = new($"If-Match with the entity tag {etag}, or none", "other entity tags") }
            : Has(request, "If-None-Match", quoted) is true ? new(304)
            : EchoJson.Answer(json => EchoJson.Write(json, request, EchoPart.Get));
        answer.Add("ETag", quoted);
        return answer;
    }

    // RFC 9110 §13.1.1 compares strongly, §13.1.2 weakly. Tags without quotes, and lists that are none, are taken as they stand, as httpbin does.
    private static bool? Has(SimulatedRequest request, string field, string etag)
    {
        var lines = request.Context.Request.Headers[field];
        if (lines.Count == 0)
            return null;
        return EntityTagHeaderValue.TryParseList([.. lines!], out var tags)
            ? tags.Any(each => each.Tag == "*" || (each.Tag == etag && (!each.IsWeak || field != IfMatch)))
            : lines.Any(line => line == etag.Trim('"'));
    }
}

using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Cors;

internal sealed class ChallengeNotExposed : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cors/challenge-not-exposed",
        Severity.Info,
        "The script can't read the challenge",
        "Browsers show scripts of other origins only a few fields. What the challenge says, such as that a token expired or where to get one, does not reach them.",
        new("Fetch, HTTP responses"),
        Fault.Origin,
        "Send Access-Control-Expose-Headers: WWW-Authenticate, and DPoP-Nonce where it is used.")
    {
        Remedy = Remedy.Cors,
    };

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 401 or 403, Response: { } response } || Callers.ForeignOrigin(exchange.Request) is not { } origin || !Allowed.Has(response, origin))
            yield break;
        if (response.Fields.Has("DPoP-Nonce") && !Allowed.Exposes(response, "DPoP-Nonce"))
            yield return Found("The answer has a DPoP-Nonce that the script needs and can't read.", Seen.Response(exchange, "DPoP-Nonce"), Seen.Response(exchange, Allowed.Expose)) with { Severity = Severity.Warning };
        else if (response.Fields.Has("WWW-Authenticate") && !Allowed.Exposes(response, "WWW-Authenticate"))
            yield return Found($"A script of {origin} sees the {exchange.Status}, and can't read its challenge.", Seen.Response(exchange, "WWW-Authenticate"), Seen.Response(exchange, Allowed.Expose));
    }
}

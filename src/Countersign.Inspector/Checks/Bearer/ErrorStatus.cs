using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Bearer;

internal sealed class ErrorStatus : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "bearer/error-status",
        Severity.Warning,
        "An error code that belongs to another status",
        "Clients act by the status first: after 401 they get a new token, after 403 they do not.",
        new("RFC 6750 §3.1", "SHOULD"),
        Fault.Origin,
        "Answer invalid_request with 400, invalid_token with 401, insufficient_scope with 403.")
    {
        Remedy = Remedy.Scope,
    };

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // An error without credentials has its cause elsewhere.
        if (exchange.Status == 0 || ErrorWithoutCredentials.Where(exchange, view) is not null)
            yield break;
        foreach (var offer in view.Offers(exchange).Where(offer => offer.Is("Bearer", "DPoP") && !offer.Field.IsProxy))
        {
            if (offer.Find("error") is { } code && StatusOf(code) is > 0 and var right && right != exchange.Status)
                yield return Found($"The answer is {exchange.Status} and says {code}, which belongs to {right}.", offer.At("error"));
        }
    }

    // RFC 6750 §3.1, RFC 9449 §7.1, §9, RFC 9470 §3
    private static int StatusOf(string code) => code switch
    {
        "invalid_request" => 400,
        "invalid_token" or "invalid_dpop_proof" or "use_dpop_nonce" or "insufficient_user_authentication" => 401,
        "insufficient_scope" => 403,
        _ => 0,
    };
}

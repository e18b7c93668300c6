using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Digest;

internal sealed class NonceReissued : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "digest/nonce-reissued",
        Severity.Warning,
        "The same nonce again",
        "A nonce is to be made anew for each 401. One that stays lets whoever heard an answer use it again.",
        new("RFC 7616 §3.3, §5.4"),
        Fault.Origin,
        "Make a new nonce for every 401.")
    {
        Remedy = Remedy.Digest,
    };

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Status is not (401 or 407) || view.Offers(exchange, "Digest").FirstOrDefault(digest => digest.Find("nonce") is not null) is not { } offer)
            yield break;
        var nonce = offer.Find("nonce");
        if (DigestNames.SentNonce(exchange) == nonce)
            yield return Found("The answer refuses credentials and gives the very nonce again that they were made with.", offer.At("nonce"));
        else if (view.Before(exchange).FirstOrDefault(other => other.IsChallenge && view.Offers(other, "Digest").Any(digest => digest.Find("nonce") == nonce)) is { } before)
            yield return Found("The nonce is that of an earlier answer.", offer.At("nonce"), view.Offers(before, "Digest").First(digest => digest.Find("nonce") == nonce).At("nonce")) with { Severity = Severity.Info };
    }
}

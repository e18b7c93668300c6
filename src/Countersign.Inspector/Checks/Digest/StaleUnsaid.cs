using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Digest;

internal sealed class StaleUnsaid : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "digest/stale-unsaid",
        Severity.Warning,
        "An aged nonce is refused without stale=true",
        "Without it a client takes the password for wrong, and asks people for another, though a new nonce is all that is needed.",
        new("RFC 7616 §3.3"),
        Fault.Origin,
        "Say stale=true where a right digest is refused for its nonce alone.")
    {
        Remedy = Remedy.Digest,
    };

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Status is not (401 or 407) || DigestNames.SentNonce(exchange) is not { } nonce)
            yield break;
        var offers = view.Offers(exchange, "Digest").ToList();
        if (offers.Count == 0 || offers.Exists(DigestNames.IsStale))
            yield break;

        // It was good before under another count, and the same request gets in with the new nonce.
        var before = view.Before(exchange).Where(other => DigestNames.SentNonce(other) == nonce).ToList();
        if (!before.Exists(IsAdmitted) || before.Exists(other => Same(other, exchange, "nc")))
            yield break;
        if (view.After(exchange).FirstOrDefault(other => DigestNames.SentNonce(other) is not null) is { } next && IsAdmitted(next) && offers.Exists(offer => offer.Find("nonce") == DigestNames.SentNonce(next)) && IsSameRequest(next, exchange))
            yield return Found("The nonce was good before and is refused now, and it is not said that it is stale; the same request with the new one gets in.", offers[0].At(), Seen.Status(next)) with { Certainty = Certainty.Likely };
    }

    private static bool IsAdmitted(Exchange exchange) => exchange.Status is >= 200 and < 400;

    private static bool IsSameRequest(Exchange one, Exchange other) =>
        one.Request!.Method == other.Request!.Method && Same(one, other, "username") && Same(one, other, "realm") && Same(one, other, "uri") && Same(one, other, "algorithm") && Same(one, other, "opaque") && Same(one, other, "qop");

    private static bool Same(Exchange one, Exchange other, string name) => Of(one, name) == Of(other, name);

    private static string? Of(Exchange exchange, string name) =>
        exchange.Request?.Credentials.FirstOrDefault(each => !each.DigestParams.IsEmpty) is { } sent ? DigestNames.Param(sent, name) : null;
}

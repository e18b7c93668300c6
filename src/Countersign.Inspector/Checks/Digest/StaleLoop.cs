using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Digest;

internal sealed class StaleLoop : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "digest/stale-loop",
        Severity.Error,
        "A fresh nonce is called stale",
        "A client that is told so tries again at once, for ever: the server does not know the nonces that it gives out. Often several servers share no memory of them.",
        new("RFC 7616 §3.3"),
        Fault.Origin,
        "Let all servers behind one address know each other's nonces, or check the nonce by its own signature.")
    {
        Remedy = Remedy.Digest,
        Explains = true,
    };

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (DigestNames.SentNonce(exchange) is not { } nonce || view.Offers(exchange, "Digest").FirstOrDefault(DigestNames.IsStale) is not { } stale)
            yield break;
        var before = view.Before(exchange).TakeWhile(other => DigestNames.SentNonce(other) != nonce).FirstOrDefault(other => view.Offers(other, "Digest").Any(digest => digest.Find("nonce") == nonce));
        if (before is null || !view.Offers(before, "Digest").Any(DigestNames.IsStale) || exchange.StartedAt - before.StartedAt > TimeSpan.FromSeconds(30))
            yield break;
        yield return Found("stale=true answers a nonce that was just given with stale=true, at its first use.", stale.At("stale"), view.Offers(before, "Digest").First(DigestNames.IsStale).At("nonce"));
    }
}

using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;
using Countersign.Wire;

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

    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (DigestNames.SentNonce(exchange) is not { } nonce || view.Offers(exchange, "Digest").FirstOrDefault(DigestNames.IsStale) is not { } stale)
            yield break;
        if (GaveIt(exchange, view) is { } gave && view.Before(exchange).Any(other => view.Offers(other, "Digest").Any(DigestNames.IsStale) && GaveIt(other, view) is not null))
        {
            yield return Found("stale=true answers the nextnonce of an earlier answer at its first use, and not for the first time.", stale.At("stale"), new Evidence(gave.Index, "response Authentication-Info", gave.Response!.Fields.Joined("Authentication-Info")!));
            yield break;
        }

        var before = view.Before(exchange).TakeWhile(other => DigestNames.SentNonce(other) != nonce).FirstOrDefault(other => view.Offers(other, "Digest").Any(digest => digest.Find("nonce") == nonce));
        if (before is null || !view.Offers(before, "Digest").Any(DigestNames.IsStale) || exchange.StartedAt - before.StartedAt > Fresh)
            yield break;
        yield return Found("stale=true answers a nonce that was just given with stale=true, at its first use.", stale.At("stale"), view.Offers(before, "Digest").First(DigestNames.IsStale).At("nonce"));
    }

    // The answer just before whose nextnonce this request is the first to use; null for none.
    private static Exchange? GaveIt(Exchange exchange, RecordingView view) =>
        DigestNames.SentNonce(exchange) is { } nonce
        && view.Before(exchange).TakeWhile(other => DigestNames.SentNonce(other) != nonce).FirstOrDefault(other => NextNonce(other) == nonce) is { } gave
        && !(exchange.StartedAt - gave.StartedAt > Fresh) ? gave : null;

    private static string? NextNonce(Exchange exchange) =>
        exchange.Response?.Fields.Joined("Authentication-Info") is { } value ? AuthenticationInfoReader.Read(value).Find("nextnonce") : null;
}

using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Digest;

internal sealed class StaleUnasked : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "digest/stale-unasked",
        Severity.Warning,
        "stale=true to a request without a nonce",
        "It says that the nonce of the request is too old, and there was none: clients may try again without asking anybody for a password.",
        new("RFC 7616 §3.3", "SHOULD"),
        Fault.Origin,
        "Say stale=true only where a nonce was sent and is too old.");

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // A cookie, or a name in the query, has no nonce either.
        var asked = exchange.Request?.Credentials.All(each => each.Place is not (CredentialsPlace.Authorization or CredentialsPlace.ProxyAuthorization));
        if (asked == true && !view.Recording.Omits(Omissions.Credentials) && view.Offers(exchange, "Digest").FirstOrDefault(DigestNames.IsStale) is { } stale)
            yield return Found("stale=true, and the request had no nonce that could be.", stale.At("stale"));
    }
}

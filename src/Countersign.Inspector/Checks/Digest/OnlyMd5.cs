using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Digest;

internal sealed class OnlyMd5 : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "digest/only-md5",
        Severity.Warning,
        "Digest with MD5 alone",
        "MD5 is there for old clients only. Whoever hears one exchange can try billions of passwords a second against it.",
        new("RFC 7616 §3.2", "NOT RECOMMENDED"),
        Fault.Origin,
        "Offer SHA-256 first, MD5 behind it for old clients; or Basic over TLS.")
    {
        Remedy = Remedy.Digest,
    };

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // What can't be read may name another, and a challenge without a nonce is broken anyway.
        var all = view.Offers(exchange, "Digest").ToList();
        if (all.Count > 0 && all.TrueForAll(digest => digest.Field.Reading.IsValid && digest.Find("nonce") is not null && DigestNames.IsMd5(digest.Find("algorithm"))))
            yield return Found(all[0].Find("algorithm") is null ? "Digest is offered without an algorithm, which means MD5." : "Digest is offered with MD5 alone.", all[0].At("algorithm"));
    }
}

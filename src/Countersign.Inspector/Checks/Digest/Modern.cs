using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Digest;

internal sealed class Modern : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "digest/modern",
        Severity.Good,
        "Digest with a strong algorithm and qop",
        "MD5 is there for old clients only; qop brings a counter and a nonce of the client, against replays.",
        new("RFC 7616 §3.7"),
        Fault.Nobody,
        "");

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (view.Challenges(exchange).Any(field => !field.Reading.IsValid))
            yield break;
        if (view.Offers(exchange, "Digest").FirstOrDefault(each => DigestNames.IsSha(each.Find("algorithm")) && each.Find("qop") is not null && each.Find("nonce") is not null && each.Realm is not null) is { } digest)
            yield return Found($"Digest is offered with {digest.Find("algorithm")} and qop.", digest.At("algorithm"));
    }
}

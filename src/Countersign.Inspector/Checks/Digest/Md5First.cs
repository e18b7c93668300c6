using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Digest;

internal sealed class Md5First : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "digest/md5-first",
        Severity.Info,
        "MD5 before a stronger algorithm",
        "The server lists the algorithms as it prefers them, and clients take the first that they know.",
        new("RFC 7616 §3.7", "MUST"),
        Fault.Origin,
        "Put SHA-256 before MD5.")
    {
        Remedy = Remedy.Digest,
    };

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var field in view.Challenges(exchange))
        {
            if (field.Offers.FirstOrDefault(offer => offer.Is("Digest")) is { } first && DigestNames.IsMd5(first.Find("algorithm")) && field.Offers.FirstOrDefault(offer => offer.Is("Digest") && DigestNames.IsSha(offer.Find("algorithm"))) is { } stronger)
                yield return Found($"MD5 is offered before {stronger.Find("algorithm")}.", first.At(), stronger.At("algorithm"));
        }
    }
}

using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Digest;

internal sealed class AlgorithmUnknown : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "digest/algorithm-unknown",
        Severity.Error,
        "A Digest algorithm that is not registered",
        "Clients pass over a challenge whose algorithm they do not know.",
        new("RFC 7616 §3.3, §6.1"),
        Fault.Origin,
        "Use SHA-256 or SHA-512-256; MD5 only beside them.")
    {
        Remedy = Remedy.Digest,
        Explains = true,
    };

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        var all = view.Offers(exchange, "Digest").ToList();
        foreach (var digest in all.Where(digest => !DigestNames.IsRegistered(digest.Find("algorithm"))))
        {
            var others = all.Exists(other => DigestNames.IsRegistered(other.Find("algorithm")));
            yield return Found($"Digest has no algorithm {digest.Find("algorithm")}{DigestNames.Meant(digest.Find("algorithm")!)}.", digest.At("algorithm")) with { Severity = others ? Severity.Warning : Severity.Error };
        }
    }
}

using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Digest;

internal sealed class AlgorithmTwice : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "digest/algorithm-twice",
        Severity.Error,
        "Two Digest challenges with one algorithm",
        "Several Digest challenges in one answer are for several algorithms; of two alike a client can't tell which to take.",
        new("RFC 7616 §3.7", "MUST"),
        Fault.Origin,
        "Send one Digest challenge for each algorithm.");

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var field in view.Challenges(exchange))
        {
            foreach (var same in field.Offers.Where(offer => offer.Is("Digest")).GroupBy(digest => (DigestNames.Algorithm(digest.Find("algorithm")), digest.Realm)).Where(same => same.Count() > 1))
                yield return Found($"Digest is offered {same.Count()} times with the algorithm {same.Key.Item1}.", [.. same.Select(digest => digest.At())]);
        }
    }
}

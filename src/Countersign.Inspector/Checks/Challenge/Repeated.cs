using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class Repeated : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/repeated",
        Severity.Warning,
        "The same challenge twice",
        "Clients take the first of two challenges of one scheme and protection space; what the other says is lost. Often a proxy and the server behind it both add one.",
        new("RFC 9110 §11.5"),
        Fault.Origin,
        "Send one challenge for each scheme and realm, with all that it has to say.");

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var field in view.Challenges(exchange))
        {
            // Digest has one for each algorithm: digest/algorithm-twice.
            foreach (var same in field.Offers.Where(offer => !offer.Is("Digest")).GroupBy(offer => (offer.Scheme.ToUpperInvariant(), offer.Realm)).Where(same => same.Count() > 1))
            {
                var (first, second) = (same.First(), same.ElementAt(1));
                var realm = first.Realm is { } name ? $" for the realm \"{name}\"" : "";
                yield return Found($"{first.Scheme} is offered {(same.Count() == 2 ? "twice" : $"{same.Count()} times")}{realm}.", second.At()) with { Fault = field.IsProxy ? Fault.Proxy : Fault.Origin };
            }
        }
    }
}

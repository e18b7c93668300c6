using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class RealmEmpty : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/realm-empty",
        Severity.Info,
        "An empty realm",
        "Browsers show the realm to people, who are to know from it which password to give.",
        new("RFC 9110 §11.5"),
        Fault.Origin,
        "Give it a short name.");

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var offer in view.Offers(exchange))
        {
            if (offer.Realm is { } realm && string.IsNullOrWhiteSpace(realm))
                yield return Found($"The realm of {offer.Scheme} is empty.", offer.At("realm"));
        }
    }
}

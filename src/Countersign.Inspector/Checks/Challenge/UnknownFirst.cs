using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class UnknownFirst : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/unknown-first",
        Severity.Info,
        "A scheme that few know stands first",
        "Many clients can't read past a scheme that they do not know, or look at the first alone.",
        new("RFC 9110 §11.3 (note)"),
        Fault.Origin,
        "Put well-known schemes first, each on its own field line.");

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var field in view.Challenges(exchange))
        {
            if (field.Offers is [{ } first, ..] && FollowedByKnown(field) is { } known)
                yield return Found($"'{first.Scheme}', which few clients know, stands before {known.Scheme}.", first.At());
        }
    }

    /// <summary>The first scheme that all know, where one stands first that few do; null for none.</summary>
    public static Offer? FollowedByKnown(ChallengeField field) =>
        field.Offers is [{ } first, ..] && !SchemeNames.IsCommon(first.Scheme) && SchemeNames.Meant(first.Scheme) is null ? field.Offers.FirstOrDefault(offer => SchemeNames.IsCommon(offer.Scheme)) : null;
}

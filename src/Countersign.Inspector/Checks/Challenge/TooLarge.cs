using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class TooLarge : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/too-large",
        Severity.Warning,
        "Very large challenges",
        "Proxies give the fields of an answer some kilobytes (nginx: 4 or 8) and answer 502 for more.",
        Requirement.Practice,
        Fault.Origin,
        "Leave out what clients do not need.");

    private const int MaxLength = 4096;
    private const int MaxChallenges = 8;

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var field in view.Challenges(exchange))
        {
            // The tickets of Negotiate are large, and nobody can help it.
            var length = field.Value.Length - field.Offers.Sum(offer => offer.Token68?.Length ?? 0);
            if (length > MaxLength)
                yield return Found($"{field.Name} has {length} characters.", field.Whole());
            else if (field.Offers.Length > MaxChallenges)
                yield return Found($"{field.Name} has {field.Offers.Length} challenges.", field.Whole());
        }
    }
}

using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class WellFormed : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/well-formed",
        Severity.Good,
        "The challenge is well formed",
        "Clients can read what is wanted.",
        new("RFC 9110 §11.6.1"),
        Fault.Nobody,
        "");

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        var wanted = exchange.Status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate";
        if (exchange.IsChallenge && view.Challenges(exchange).FirstOrDefault(field => field.Name == wanted) is { Reading.IsValid: true, Offers.IsEmpty: false } field
            && field.Reading.Faults.All(fault => fault.Kind is "unknown-scheme" or "multiple-challenges-on-one-line" && SchemeNames.Meant(field.Value.Substring(fault.Start, fault.Length)) is null))
        {
            yield return Found($"The challenge is well formed: {Names.Of(field.Offers)}.", field.Whole());
        }
    }
}

using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class BasicBesideStronger : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/basic-beside-stronger",
        Severity.Info,
        "Basic is offered beside a stronger scheme",
        "Clients ought to take the strongest that they know, but whoever can change the answer on its way can take the others off and get the password.",
        new("RFC 9110 §11.4, §17.16.1; RFC 7616 §5.6"),
        Fault.Origin,
        "Take Basic off if no client needs it.");

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var field in view.Challenges(exchange))
        {
            if (field.Offers.FirstOrDefault(offer => offer.Is("Basic")) is { } basic && field.Offers.FirstOrDefault(offer => offer.Is("Digest", "Negotiate", "NTLM", "SCRAM-SHA-256", "SCRAM-SHA-1", "HOBA", "Mutual")) is { } stronger)
                yield return Found($"Basic, which shows the password to the server, is offered beside {stronger.Scheme}, which does not.", basic.At());
        }
    }
}

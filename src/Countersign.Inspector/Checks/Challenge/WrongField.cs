using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class WrongField : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/wrong-field",
        Severity.Error,
        "The challenge stands in the other field",
        "Clients look for the challenge of a 401 in WWW-Authenticate and for that of a 407 in Proxy-Authenticate, and nowhere else.",
        new("RFC 9110 §11.6.1, §11.7.1", "MUST"),
        Fault.Origin,
        "Send WWW-Authenticate with a 401, Proxy-Authenticate with a 407. A reverse proxy answers 401.");

    public override Traits Needs => Traits.Refusal | Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (!exchange.IsChallenge)
            yield break;
        var (right, wrong) = exchange.Status == 401 ? ("WWW-Authenticate", "Proxy-Authenticate") : ("Proxy-Authenticate", "WWW-Authenticate");
        if (view.Challenges(exchange) is [{ } only] && only.Name == wrong)
            yield return Found($"The answer is {exchange.Status} and its challenge stands in {wrong}; clients look for it in {right}.", only.Whole()) with { Fault = exchange.Status == 401 ? Fault.Origin : Fault.Proxy };
    }
}

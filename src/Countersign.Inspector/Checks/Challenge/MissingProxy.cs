using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class MissingProxy : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/missing-proxy",
        Severity.Error,
        "A 407 without a challenge",
        "A client learns from the challenge which scheme the proxy wants. Without one it can only guess.",
        new("RFC 9110 §15.5.8", "MUST"),
        Fault.Proxy,
        "Send at least one challenge with every 407, such as Proxy-Authenticate: Basic realm=\"proxy\".");

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // With the fields swapped there is a better finding: challenge/wrong-field.
        if (exchange is not { Status: 407, Response: { } response } || response.Fields.Has("WWW-Authenticate"))
            yield break;
        if (response.Fields.Challenges("Proxy-Authenticate") is not { } reading)
            yield return Found("The answer is 407 and has no Proxy-Authenticate field.", new Evidence(exchange.Index, "status", "407"));
        else if (reading.Challenges.IsEmpty && reading.IsValid)
            yield return Found("The Proxy-Authenticate field holds no challenge.", new Evidence(exchange.Index, "response Proxy-Authenticate", response.Fields.Joined("Proxy-Authenticate")!));
    }
}

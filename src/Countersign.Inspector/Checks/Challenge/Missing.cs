using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class Missing : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/missing",
        Severity.Error,
        "A 401 without a challenge",
        "A client learns from the challenge which scheme to use. Without one it can only guess, and browsers show the page without asking for anything.",
        new("RFC 9110 §15.5.2", "MUST"),
        Fault.Origin,
        "Send at least one challenge with every 401, such as WWW-Authenticate: Bearer realm=\"api\".")
    {
        Remedy = Remedy.Challenge,
    };

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // With the fields swapped there is a better finding: challenge/wrong-field.
        if (exchange is not { Status: 401, Response: { } response } || response.Fields.Has("Proxy-Authenticate"))
            yield break;
        if (response.Fields.Challenges("WWW-Authenticate") is not { } reading)
            yield return Found("The answer is 401 and has no WWW-Authenticate field.", new Evidence(exchange.Index, "status", "401"));
        else if (reading.Challenges.IsEmpty && reading.IsValid)
            yield return Found("The WWW-Authenticate field holds no challenge.", new Evidence(exchange.Index, "response WWW-Authenticate", response.Fields.Joined("WWW-Authenticate")!));
    }
}

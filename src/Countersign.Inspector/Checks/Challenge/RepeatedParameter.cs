using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class RepeatedParameter : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/repeated-parameter",
        Severity.Error,
        "A parameter stands twice",
        "Clients take the first, the last, or refuse the challenge.",
        new("RFC 9110 §11.2", "MUST"),
        Fault.Origin,
        "Keep one of them.");

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        $"The parameter {TextOf(field, fault)} stands twice in one challenge.";
}

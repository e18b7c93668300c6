using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class SpaceAroundEquals : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/space-around-equals",
        Severity.Warning,
        "White space around an equals sign",
        "Recipients have to bear it, and some do not: they read the name as a scheme.",
        new("RFC 9110 §5.6.3, §11.2", "MUST NOT"),
        Fault.Origin,
        "Write name=\"value\" without white space.");

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        "White space stands around the equals sign of a parameter.";
}

using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class NonAscii : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/non-ascii",
        Severity.Warning,
        "Letters beyond ASCII in a challenge",
        "No rule says which letters these octets are: every client shows others, and Digest computes with others.",
        new("RFC 9110 §5.5; RFC 7617 §3"),
        Fault.Origin,
        "Use ASCII in challenges.");

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        "Octets beyond ASCII stand in a value; what letters they are, no rule says.";
}

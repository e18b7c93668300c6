using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class SwallowedBackslash : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/swallowed-backslash",
        Severity.Warning,
        "A backslash that will be swallowed",
        "Within quotes a backslash stands for the character behind it, and is no part of the value: \"CORP\\staff\" is read as CORPstaff.",
        new("RFC 9110 §5.6.4", "SHOULD NOT"),
        Fault.Origin,
        "Write \\\\ for a backslash, and nothing before other characters.");

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        $"The backslash of '{TextOf(field, fault)}' is read as nothing: within quotes it only says that the next character is meant as it is.";
}

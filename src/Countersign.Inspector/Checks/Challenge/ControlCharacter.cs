using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class ControlCharacter : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/control-character",
        Severity.Error,
        "A control character in a challenge",
        "A line end in a field splits the message: what follows is read as another field, or as content. Others make clients refuse the message.",
        new("RFC 9110 §5.5", "MUST"),
        Fault.Origin,
        "Take control characters out of whatever goes into the field.");

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        field.Value[fault.Start] is '\r' or '\n' or '\0'
            ? $"A {(field.Value[fault.Start] == '\0' ? "NUL" : "line end")} stands in the field: whoever can put it there can write fields and content of their own."
            : $"The control character {(int)field.Value[fault.Start]:X2} stands in a quoted value.";
}

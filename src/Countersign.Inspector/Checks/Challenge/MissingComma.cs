using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class MissingComma : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/missing-comma",
        Severity.Error,
        "Commas are missing between parameters",
        "Without the comma many clients read one value to the end of the line, or give up.",
        new("RFC 9110 §11.3"),
        Fault.Origin,
        "Put a comma between parameters and between challenges: name=\"value\", other=\"value\".");

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        fault.Kind == "semicolon-separator"
            ? "A semicolon stands between parameters; only commas do."
            : "No comma stands between a value and what follows it.";
}

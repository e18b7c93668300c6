using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class Token68AndParameters : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/token68-and-parameters",
        Severity.Error,
        "A token and parameters in one challenge",
        "A challenge has one token or parameters, never both: clients keep the one or the other.",
        new("RFC 9110 §11.3"),
        Fault.Origin,
        "Send the one or the other, as the scheme has it.");

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        "A parameter follows a token of the same challenge, which can have the one or the other.";
}

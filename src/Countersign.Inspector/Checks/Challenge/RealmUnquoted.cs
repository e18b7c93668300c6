using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class RealmUnquoted : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/realm-unquoted",
        Severity.Error,
        "The realm has no quotes",
        "Clients may take either form, but senders may only send the quoted one: some clients know no other.",
        new("RFC 9110 §11.5", "MUST"),
        Fault.Origin,
        "Write realm=\"name\".");

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        TextOf(field, fault).Contains('\'', StringComparison.Ordinal)
            ? "The realm stands in single quotes, which belong to its name for whoever reads it; double ones are needed."
            : "The realm has no quotes.";
}

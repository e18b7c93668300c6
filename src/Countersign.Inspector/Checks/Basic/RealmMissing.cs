using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Basic;

internal sealed class RealmMissing : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "basic/realm-missing",
        Severity.Error,
        "A Basic challenge without a realm",
        "Browsers show the realm to people and remember passwords by it; some clients pass over a challenge without one.",
        new("RFC 7617 §2", "REQUIRED"),
        Fault.Origin,
        "Add a realm: Basic realm=\"name\".")
    {
        Remedy = Remedy.Basic,
    };

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        "Basic is offered without a realm.";
}

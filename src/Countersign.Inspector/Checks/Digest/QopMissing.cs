using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Digest;

internal sealed class QopMissing : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "digest/qop-missing",
        Severity.Warning,
        "A Digest challenge without qop",
        "Without it clients compute the digest of 1997, which has no counter and no nonce of their own, or refuse.",
        new("RFC 7616 §3.3", "MUST"),
        Fault.Origin,
        "Add qop=\"auth\".")
    {
        Remedy = Remedy.Digest,
    };

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        field.Has(fault with { Kind = "digest-missing-required" }) ? null : "Digest is offered without qop.";
}

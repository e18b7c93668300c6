using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Bearer;

internal sealed class NoParameter : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "bearer/no-parameter",
        Severity.Warning,
        "A Bearer challenge without any parameter",
        "The specification wants one at least; clients that hold to it take a bare scheme for none.",
        new("RFC 6750 §3", "MUST"),
        Fault.Origin,
        "Add a realm or a scope: Bearer realm=\"api\".")
    {
        Remedy = Remedy.Bearer,
    };

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        "Bearer is offered without any parameter.";

    // RFC 9449 §7.2 prints a bare Bearer beside DPoP.
    protected override Finding Weigh(Finding finding, ChallengeField field, WireFault fault) => field.Offers.Any(offer => offer.Is("DPoP")) ? finding with { Severity = Severity.Info } : finding;
}

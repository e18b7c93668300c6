using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Basic;

internal sealed class Charset : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "basic/charset",
        Severity.Warning,
        "Basic with a charset other than UTF-8",
        "UTF-8 is the only value there is. Clients take any other for none, and encode names and passwords as they like.",
        new("RFC 7617 §2.1"),
        Fault.Origin,
        "Write charset=\"UTF-8\", or leave it out.")
    {
        Remedy = Remedy.Basic,
    };

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        $"Basic is offered with {TextOf(field, fault)}; the only value there is, is UTF-8.";
}

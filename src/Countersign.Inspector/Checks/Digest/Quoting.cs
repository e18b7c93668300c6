using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Digest;

internal sealed class Quoting : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "digest/quoting",
        Severity.Error,
        "Digest parameters quoted the wrong way",
        "Clients of Digest were built to the letter: realm, domain, nonce, opaque and qop are quoted, stale and algorithm are not.",
        new("RFC 7616 §3.3", "MUST"),
        Fault.Origin,
        "Write realm, domain, nonce, opaque and qop with quotes, stale and algorithm without.")
    {
        Remedy = Remedy.Digest,
    };

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view)
    {
        var text = TextOf(field, fault);
        var name = text[..Math.Max(0, text.IndexOf('=', StringComparison.Ordinal))].TrimEnd();
        if (fault.Kind == "digest-must-not-quote")
            return $"The parameter {name} of Digest has quotes, and may have none.";
        return field.RestOfList is { } list && list.Index == fault.Start
            ? $"The list in qop has no quotes: it ends at its comma, and '{list.Groups["rest"].Value}' reads like another scheme."
            : $"The parameter {name} of Digest has no quotes, and needs them.";
    }

    protected override Finding Weigh(Finding finding, ChallengeField field, WireFault fault) => fault.Kind == "digest-must-not-quote" ? finding with { Severity = Severity.Warning } : finding;
}

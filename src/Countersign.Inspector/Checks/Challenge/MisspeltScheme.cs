using Countersign.Inspector.Findings;
using Countersign.Wire;

namespace Countersign.Inspector.Checks.Challenge;

internal sealed class MisspeltScheme : FaultCheck
{
    public override CheckRow Row { get; } = new(
        "challenge/misspelt-scheme",
        Severity.Warning,
        "A scheme that looks misspelt",
        "No client knows it, and so none answers.",
        new("RFC 9110 §11.1, §16.4.1"),
        Fault.Origin,
        "Write the name as it is registered.");

    protected override string? Say(ChallengeField field, WireFault fault, RecordingView view) =>
        $"There is no scheme '{TextOf(field, fault)}'; '{SchemeNames.Meant(TextOf(field, fault))}' may be meant.";

    protected override Finding Weigh(Finding finding, ChallengeField field, WireFault fault) =>
        finding with { Certainty = Certainty.Likely, CallerFix = $"Answer it as {SchemeNames.Meant(TextOf(field, fault))}." };
}

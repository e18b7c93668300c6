using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Checks.Probes;

internal sealed class ConditionAnswered : ProbeCheck
{
    public override CheckRow Row { get; } = new(
        "probes/condition-answered",
        Severity.Warning,
        "Strangers learn whether what they have is still the same",
        "The condition is looked at before the credentials: a 304 tells strangers that a guess of the content is right, and caches go on using what is no longer theirs.",
        new("RFC 9110 §13.2.1", "MUST"),
        Fault.Origin,
        "Check credentials before conditions.");

    protected override bool Wants(Probe probe) => probe.Purpose == ProbePurpose.Condition;

    protected override IEnumerable<Finding> Judge(ProbeMatrix probes)
    {
        if (probes.Refusal is { } refusal && probes.All(ProbePurpose.Condition, ProbeCredentials.None).FirstOrDefault(each => each.Exchange.Status == 304).Exchange is { } answer)
            yield return Found($"Without credentials the answer is {refusal.Status}, and 304 where If-None-Match stands beside it.", Seen.Status(refusal), Seen.Request(answer, "If-None-Match"), Seen.Status(answer));
    }
}

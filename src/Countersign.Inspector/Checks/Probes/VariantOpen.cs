using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Checks.Probes;

internal sealed class VariantOpen : ProbeCheck
{
    public override CheckRow Row { get; } = new(
        "probes/variant-open",
        Severity.Error,
        "Another writing of the path gets past the guard",
        "The guard and what is behind it read the path differently: whoever writes it the other way needs no credentials.",
        Requirement.Practice,
        Fault.Origin,
        "Let one program normalise the path before it decides, and hand on the path that it decided by; refuse writings that are none.");

    protected override bool Wants(Probe probe) => probe.Purpose == ProbePurpose.Variant;

    protected override IEnumerable<Finding> Judge(ProbeMatrix probes)
    {
        if (probes.Refusal is not { } refusal)
            yield break;
        var wanted = probes.Access(ProbeCredentials.Given);
        foreach (var (probe, answer) in probes.All(ProbePurpose.Variant, ProbeCredentials.None).Where(each => ProbeMatrix.IsIn(each.Exchange) && !ProbeMatrix.IsSame(each.Exchange, refusal)))
        {
            var isSame = ProbeMatrix.IsSame(answer, wanted);
            yield return Found($"Without credentials {refusal.Request!.Target} is answered {refusal.Status}, and {probe.Url.PathAndQuery} {answer.Status}{(isSame ? ", with the very content" : "")}.", Seen.Status(refusal), Seen.Target(answer), Seen.Status(answer)) with
            {
                Certainty = isSame ? Certainty.Proved : wanted is null ? Certainty.NotDecided : Certainty.Likely,
                Severity = isSame ? Severity.Error : Severity.Info,
            };
        }
    }
}

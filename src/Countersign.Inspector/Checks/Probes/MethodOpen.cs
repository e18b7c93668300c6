using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Checks.Probes;

internal sealed class MethodOpen : ProbeCheck
{
    public override CheckRow Row { get; } = new(
        "probes/method-open",
        Severity.Error,
        "One method is guarded and another is not",
        "What is guarded is a resource, and not one way to ask for it: HEAD tells the fields of what GET hides, and others change it.",
        new("RFC 9110 §9.3.2", "SHOULD"),
        Fault.Origin,
        "Guard the path for all methods (nginx: no limit_except, Apache: no <Limit>, a framework: no rule for GET alone), and open only what has to be.");

    protected override bool Wants(Probe probe) => probe is { Purpose: ProbePurpose.Access, Credentials: ProbeCredentials.None } && probe.Method != "OPTIONS";

    protected override IEnumerable<Finding> Judge(ProbeMatrix probes)
    {
        // OPTIONS has to be open for preflights, and says nothing of the resource.
        var answers = probes.All(ProbePurpose.Access, ProbeCredentials.None).Where(each => each.Probe.Method != "OPTIONS").ToList();
        if (answers.Find(each => each.Exchange.Status == 401).Exchange is not { } refusal)
            yield break;
        foreach (var (probe, answer) in answers.Where(each => ProbeMatrix.IsIn(each.Exchange)))
        {
            var isRead = probe.Method is "GET" or "HEAD";
            yield return Found($"Without credentials {refusal.Request!.Method} is answered {refusal.Status}, and {probe.Method} {answer.Status}.", Seen.Status(refusal), Seen.Status(answer)) with { Certainty = isRead ? Certainty.Proved : Certainty.Likely };
        }
    }
}

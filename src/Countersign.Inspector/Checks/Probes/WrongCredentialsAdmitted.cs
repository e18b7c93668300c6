using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Checks.Probes;

internal sealed class WrongCredentialsAdmitted : ProbeCheck
{
    public override CheckRow Row { get; } = new(
        "probes/wrong-credentials-admitted",
        Severity.Error,
        "Credentials that nobody has get in",
        "Whether there are credentials is looked at, and not whose: whoever sends any field gets what only some may have.",
        new("RFC 9110 §11.4"),
        Fault.Origin,
        "Verify what the field says before anything is answered; where a proxy does it, let nothing pass around it.");

    protected override bool Wants(Probe probe) => probe is { Purpose: ProbePurpose.Access, Credentials: ProbeCredentials.Wrong, Method: "GET" };

    protected override IEnumerable<Finding> Judge(ProbeMatrix probes)
    {
        if (probes.Refusal is not { } refusal)
            yield break;
        foreach (var (probe, answer) in probes.All(ProbePurpose.Access, ProbeCredentials.Wrong).Concat(probes.All(ProbePurpose.Access, ProbeCredentials.Malformed)))
        {
            if (probe.Method == "GET" && ProbeMatrix.IsIn(answer) && !ProbeMatrix.IsSame(answer, refusal))
                yield return Found($"Strangers are answered {refusal.Status}; invented credentials ({probe.Scheme}) {answer.Status}.", Seen.Status(refusal), Seen.Request(answer, "Authorization"), Seen.Status(answer)) with { Certainty = ProbeMatrix.IsSame(answer, probes.Access(ProbeCredentials.Given)) ? Certainty.Proved : Certainty.Likely };
        }
    }
}

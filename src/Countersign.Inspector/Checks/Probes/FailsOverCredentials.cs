using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Checks.Probes;

internal sealed class FailsOverCredentials : ProbeCheck
{
    public override CheckRow Row { get; } = new(
        "probes/fails-over-credentials",
        Severity.Error,
        "The server fails over credentials",
        "What stands in Authorization comes from strangers: a server that fails over it hides the mistake of honest clients, and shows others where to push.",
        new("RFC 9110 §11.4", "SHOULD"),
        Fault.Origin,
        "Answer 401 with a challenge to credentials that can't be used, or 400 to a field that can't be read.");

    protected override bool Wants(Probe probe) => probe is { Purpose: ProbePurpose.Access, Credentials: ProbeCredentials.Wrong or ProbeCredentials.Malformed };

    protected override IEnumerable<Finding> Judge(ProbeMatrix probes)
    {
        if (probes.Access(ProbeCredentials.None) is not { Status: < 500 } fine)
            yield break;

        // 502, 503 and 504 speak of others.
        foreach (var (probe, answer) in probes.All(ProbePurpose.Access, ProbeCredentials.Malformed).Concat(probes.All(ProbePurpose.Access, ProbeCredentials.Wrong)).Where(each => each.Exchange.Status == 500))
            yield return Found($"Without credentials the answer is {fine.Status}; with {(probe.Credentials == ProbeCredentials.Malformed ? $"\"{probe.Scheme}\"" : $"invented ones ({probe.Scheme})")} it is 500.", Seen.Status(fine), Seen.Request(answer, "Authorization"), Seen.Status(answer));
    }
}

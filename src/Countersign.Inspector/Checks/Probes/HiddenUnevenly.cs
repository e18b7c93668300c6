using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Checks.Probes;

internal sealed class HiddenUnevenly : ProbeCheck
{
    public override CheckRow Row { get; } = new(
        "probes/hidden-unevenly",
        Severity.Info,
        "What is there is hidden from some questions alone",
        "404 in the place of 401 hides what there is only where every question gets it.",
        new("RFC 9110 §15.5.4", "MAY"),
        Fault.Origin,
        "Give the same answer to every method and to all credentials that are not good.");

    protected override bool Wants(Probe probe) => false;

    protected override IEnumerable<Finding> Judge(ProbeMatrix probes)
    {
        var answers = probes.All(ProbePurpose.Access, ProbeCredentials.None).Concat(probes.All(ProbePurpose.Access, ProbeCredentials.Wrong)).Where(each => each.Probe.Method is "GET" or "HEAD").ToList();
        if (answers.Find(each => each.Exchange.Status == 404) is { Exchange: { } hidden } one && answers.Find(each => each.Exchange.Status is 401 or 403) is { Exchange: { } told } other)
            yield return Found($"{one.Probe.Method} {Words(one.Probe)} is answered 404, and {other.Probe.Method} {Words(other.Probe)} {told.Status}.", Seen.Status(hidden), Seen.Status(told));

        static string Words(Probe probe) => probe.Credentials == ProbeCredentials.None ? "without credentials" : "with invented credentials";
    }
}

using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Checks.Probes;

internal sealed class Guarded : ProbeCheck
{
    public override CheckRow Row { get; } = new(
        "probes/guarded",
        Severity.Good,
        "Nobody gets in without credentials",
        "What was asked without credentials and with wrong ones was refused with a challenge, by each method.",
        new("RFC 9110 §11.4"),
        Fault.Nobody,
        "");

    protected override bool Wants(Probe probe) => false;

    protected override IEnumerable<Finding> Judge(ProbeMatrix probes)
    {
        var asked = probes.All(ProbePurpose.Access, ProbeCredentials.None).Concat(probes.All(ProbePurpose.Access, ProbeCredentials.Wrong)).Where(each => each.Probe.Method != "OPTIONS").ToList();
        if (asked.Count > 2 && asked.TrueForAll(each => each.Exchange is { Status: 401, Response: { } response } && response.Fields.Has("WWW-Authenticate")))
            yield return Found($"{asked.Count} questions without credentials or with invented ones were all answered 401, with a challenge.", Seen.Status(asked[0].Exchange));
    }
}

using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Checks.Probes;

internal sealed class MissingTold : ProbeCheck
{
    public override CheckRow Row { get; } = new(
        "probes/missing-told",
        Severity.Info,
        "Strangers learn what there is not",
        "404 for what is missing beside 401 for what is there lets strangers list the paths. Often that is meant so; where paths are secret it is not.",
        Requirement.Practice,
        Fault.Nobody,
        "Nothing, if paths are no secret; else ask for credentials before looking for the resource.");

    protected override bool Wants(Probe probe) => false;

    protected override IEnumerable<Finding> Judge(ProbeMatrix probes)
    {
        if (probes.Access(ProbeCredentials.None) is { Status: 401 } refusal && probes.All(ProbePurpose.Missing, ProbeCredentials.None).FirstOrDefault(each => each.Exchange.Status is 404 or 410).Exchange is { } missing)
            yield return Found($"Without credentials {refusal.Request!.Target} is answered 401, and a path beside it that is not there {missing.Status}.", Seen.Status(refusal), Seen.Target(missing), Seen.Status(missing));
    }
}

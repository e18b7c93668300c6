using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Checks.Probes;

internal sealed class BadRequestToStrangers : ProbeCheck
{
    public override CheckRow Row { get; } = new(
        "probes/bad-request-to-strangers",
        Severity.Warning,
        "400 where credentials are missing or wrong",
        "400 says that the request is broken: clients neither ask for credentials nor renew a token, and people look for another mistake.",
        new("RFC 9110 §11.4", "SHOULD"),
        Fault.Origin,
        "Answer 401 with a challenge to credentials that are missing or not accepted.");

    protected override bool Wants(Probe probe) => false;

    protected override IEnumerable<Finding> Judge(ProbeMatrix probes)
    {
        if (!ProbeMatrix.IsIn(probes.Access(ProbeCredentials.Given)) && probes.Access(ProbeCredentials.None) is not { Status: 401 })
            yield break;
        foreach (var (probe, answer) in probes.All(ProbePurpose.Access, ProbeCredentials.None).Concat(probes.All(ProbePurpose.Access, ProbeCredentials.Wrong)).Where(each => each is { Probe.Method: "GET", Exchange.Status: 400 }))
            yield return Found($"{(probe.Credentials == ProbeCredentials.None ? "Without credentials" : $"To invented credentials in good order ({probe.Scheme})")} the answer is 400.", Seen.Status(answer));
    }
}

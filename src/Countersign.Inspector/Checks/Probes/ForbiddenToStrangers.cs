using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Checks.Probes;

internal sealed class ForbiddenToStrangers : ProbeCheck
{
    public override CheckRow Row { get; } = new(
        "probes/forbidden-to-strangers",
        Severity.Warning,
        "403 where credentials get in",
        "403 says that asking again is of no use, and has no challenge. Clients that wait to be asked, as browsers do, never get in.",
        new("RFC 9110 §11.4", "SHOULD"),
        Fault.Origin,
        "Answer 401 with a challenge while credentials are missing; keep 403 for those who are known.");

    protected override bool Wants(Probe probe) => false;

    protected override IEnumerable<Finding> Judge(ProbeMatrix probes)
    {
        if (probes.Access(ProbeCredentials.None) is { Status: 403, Response: { } response } refusal && !response.Fields.Has("WWW-Authenticate") && probes.Access(ProbeCredentials.Given) is { } let && ProbeMatrix.IsIn(let))
            yield return Found($"Without credentials the answer is 403 and has no challenge; with the given ones it is {let.Status}.", Seen.Status(refusal), Seen.Status(let));
    }
}

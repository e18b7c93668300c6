using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Checks.Probes;

internal sealed class RefusalUnreadable : ProbeCheck
{
    public override CheckRow Row { get; } = new(
        "probes/refusal-unreadable",
        Severity.Error,
        "The script can't see that it is refused",
        "Without Access-Control-Allow-Origin the browser hides the answer: the script sees a network error, the console a CORS error, and nobody a 401.",
        new("Fetch, CORS check"),
        Fault.Origin,
        "Send the Access-Control fields with refusals as well (nginx: add_header … always).");

    protected override bool Wants(Probe probe) => probe.Purpose == ProbePurpose.Readable && probe.Credentials == ProbeCredentials.Given;

    protected override IEnumerable<Finding> Judge(ProbeMatrix probes)
    {
        const string Allowed = "Access-Control-Allow-Origin";
        if (probes.All(ProbePurpose.Readable, ProbeCredentials.None).FirstOrDefault().Exchange is not { Status: 401 or 403 } refusal || refusal.Response!.Fields.Has(Allowed))
            yield break;
        var let = probes.All(ProbePurpose.Readable, ProbeCredentials.Given).FirstOrDefault(each => ProbeMatrix.IsIn(each.Exchange) && each.Exchange.Response!.Fields.Has(Allowed)).Exchange;
        if (let is not null)
            yield return Found($"The {refusal.Status} has no {Allowed}; the {let.Status} to the given credentials has one.", Seen.Status(refusal), Seen.Response(let, Allowed));
    }
}

using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Probes;

namespace Countersign.Inspector.Checks.Probes;

internal sealed class UsersToldApart : ProbeCheck
{
    public override CheckRow Row { get; } = new(
        "probes/users-told-apart",
        Severity.Warning,
        "A name that there is gets another answer",
        "Strangers learn which names there are, and try passwords where it is worth it.",
        Requirement.Practice,
        Fault.Origin,
        "Answer unknown names and wrong passwords alike: the same status, fields and words, in the same time.");

    protected override bool Wants(Probe probe) => probe.Credentials == ProbeCredentials.WrongPassword;

    protected override IEnumerable<Finding> Judge(ProbeMatrix probes)
    {
        var nobody = probes.All(ProbePurpose.Access, ProbeCredentials.Wrong).FirstOrDefault(each => each is { Probe: { Method: "GET", Scheme: { } scheme } } && scheme.Equals("Basic", StringComparison.OrdinalIgnoreCase)).Exchange;
        var known = probes.All(ProbePurpose.Access, ProbeCredentials.WrongPassword).Select(each => each.Exchange).ToList();

        // What changes from one try to the next tells nothing.
        if (nobody is null || known.Count < 2 || known.Exists(each => each.Status == 429) || known[0].Status != known[1].Status)
            yield break;
        if (nobody.Status != known[0].Status)
            yield return Found($"With a name that nobody has the answer is {nobody.Status}, with one that there is {known[0].Status}; both passwords are wrong.", Seen.Status(nobody), Seen.Status(known[0]));
        else if (ProbeMatrix.IsSame(known[0], known[1]) && !ProbeMatrix.IsSame(nobody, known[0]))
            yield return Found("The content of the answer is another one for a name that there is; both passwords are wrong.", new(nobody.Index, "content", Beginning(nobody)), new(known[0].Index, "content", Beginning(known[0]))) with { Certainty = Certainty.Likely };

        static string Beginning(Exchange exchange) => exchange.Response!.Content.Text is { Length: > 120 } text ? text[..120] : exchange.Response.Content.Text;
    }
}

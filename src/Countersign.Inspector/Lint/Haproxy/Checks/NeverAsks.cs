using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Haproxy.Checks;

internal sealed class NeverAsks : HaproxyCheck
{
    public override CheckRow Row { get; } = new(
        "haproxy/never-asks",
        Severity.Error,
        "A rule that comes too late to ask",
        "Rules are gone through in their order, and http-request allow ends them: what comes after it does not count.",
        Of("http-request allow"),
        Fault.Proxy,
        "Write http-request auth before the rule that ends them, or give that rule a condition.");

    public override IEnumerable<LintFinding> Judge(HaproxyServer server)
    {
        foreach (var (rule, section) in server.Asking)
        {
            if (HaproxyCondition.Of(rule, section)?.AsksForSignedIn.Any(isFor => isFor) == true)
                continue;
            var answers = Answers(server, rule, section).ToList();
            if (answers.Find(each => each.Decision.Access == Access.Open && (section == each.Front || each.Decision.Directives.Contains(section))) is { Front: not null } open && !answers.Exists(each => each.Decision.Directives.Contains(rule)))
                yield return Found($"{rule.Text} asks nobody: {open.Request.Method} {open.Request.Path} is open.", [rule, .. section.Children.TakeWhile(each => each != rule).Where(each => each.Name == "http-request" && each.Arguments is [{ Text: "allow" }, ..])]);
        }
    }
}

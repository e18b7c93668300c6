using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class UnreachedRule : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "unreached-rule",
        Severity.Warning,
        "An allow or deny that is never looked at",
        "The first line that names an address decides; behind all nothing is reached.",
        "nginx, ngx_http_access_module",
        "Put the line for all last.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var rules in view.LevelsAndExceptions().Select(level => level.Scope.Effective("allow", "deny")).Where(rules => rules.Count > 1).DistinctBy(rules => rules[0]))
        {
            var last = rules.TakeWhile(rule => rule.Arguments is not [{ Text: "all" }, ..]).Count();
            if (rules.Skip(last + 1).FirstOrDefault(rule => rule.Name != rules[last].Name) is not { } unreached)
                continue;
            var lets = unreached.Name == "deny";
            yield return Found($"{unreached.Text} is never looked at, for {rules[last].Text} stands before it: {(lets ? "what it is to refuse gets in" : "what it is to let in is refused")}.", unreached, rules[last]) with
            {
                Severity = lets ? Severity.Error : Severity.Warning,
            };
        }
    }
}

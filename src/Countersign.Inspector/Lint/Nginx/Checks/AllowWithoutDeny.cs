using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class AllowWithoutDeny : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "allow-without-deny",
        Severity.Error,
        "Addresses are allowed and none denied: everybody is let in",
        "An address that no line names is let in.",
        "nginx, ngx_http_access_module",
        "Say deny all behind the addresses that are allowed.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var group in view.LevelsAndExceptions().Select(level => (Level: level, Rules: level.Scope.Effective("allow", "deny"))).Where(each => each.Rules.Count > 0).GroupBy(each => each.Rules[0]))
        {
            var rules = group.First().Rules;
            if (rules.Any(rule => rule.Name == "deny" || rule.Arguments is not [{ Text: var who }, ..] || NginxGates.IsEverybody(who)))
                continue;
            // Who is at none of these addresses is asked for a password: that is what satisfy any is for.
            var open = group.Select(each => each.Level).Where(level => NginxLines.AnswersAll(level.Scope) is null && !(NginxGates.IsAnyEnough(level.Scope) && NginxGates.AsksForCredentials(level.Scope))).ToList();
            if (open.Count == 0)
                continue;
            var isAsked = open.All(level => NginxGates.AsksForCredentials(level.Scope));
            yield return Found(
                isAsked ? $"{rules[0].Text} has no effect without deny all: {NginxLines.Places(open)} can be tried from every address." : $"{rules[0].Text} has no effect without deny all: {NginxLines.Places(open)} is open to every address.",
                rules) with
            {
                Severity = isAsked ? Severity.Warning : Severity.Error,
                Certainty = view.Model.Reader.IsIncomplete(rules[0].Parent) ? Certainty.Likely : Certainty.Proved,
            };
        }
    }
}

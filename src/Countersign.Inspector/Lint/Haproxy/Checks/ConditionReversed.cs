using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Haproxy.Checks;

internal sealed class ConditionReversed : HaproxyCheck
{
    public override CheckRow Row { get; } = new(
        "haproxy/condition-reversed",
        Severity.Error,
        "It asks those who have signed in, and nobody else",
        "http_auth holds for whoever sent right credentials. A rule that asks where it holds lets everybody else through.",
        Of("http-request auth"),
        Fault.Proxy,
        "Write unless in the place of if, or ! before the ACL.");

    public override IEnumerable<LintFinding> Judge(HaproxyServer server)
    {
        foreach (var (rule, section) in server.Asking)
        {
            if (HaproxyCondition.Of(rule, section) is { } condition && condition.AsksForSignedIn.ToList() is { Count: > 0 } asked && asked.TrueForAll(isFor => isFor))
                yield return Found($"{rule.Text} asks for credentials once they were sent: without any, what it should protect is open.", [rule, .. section.Children.Where(each => each.Name == "acl" && each.Arguments.Any(argument => argument.Text.StartsWith("http_auth", StringComparison.Ordinal)))]);
        }
    }
}

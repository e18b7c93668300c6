using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Haproxy.Checks;

internal sealed class AsksForever : HaproxyCheck
{
    public override CheckRow Row { get; } = new(
        "haproxy/asks-forever",
        Severity.Error,
        "Right credentials are asked for again and again",
        "http-request auth looks at no credentials: it answers 401 wherever its condition holds.",
        Of("http-request auth"),
        Fault.Proxy,
        "Write http-request auth unless { http_auth(USERLIST) }.");

    public override IEnumerable<LintFinding> Judge(HaproxyServer server)
    {
        foreach (var (rule, section) in server.Asking)
        {
            var asks = HaproxyCondition.Of(rule, section)?.AsksForSignedIn.Any() == true;
            var allowed = section.Children.TakeWhile(each => each != rule).Any(each => each.Name == "http-request" && each.Arguments is [{ Text: "allow" }, ..] && HaproxyCondition.Of(each, section)?.AsksForSignedIn.Any() == true);
            if (!asks && !allowed)
                yield return Found($"{rule.Text} asks whoever comes, with the right credentials, too.", rule);
        }
    }
}

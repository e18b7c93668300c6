using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Haproxy.Checks;

internal sealed class PathAsSent : HaproxyCheck
{
    public override CheckRow Row { get; } = new(
        "haproxy/path-as-sent",
        Severity.Warning,
        "An address written otherwise goes past the rule",
        "HAProxy compares the path as it was sent. /%61dmin and //admin do not begin with /admin, and to most servers behind it they are the same.",
        Of("path"),
        Fault.Proxy,
        "Ask for credentials unless the path is one that is open, or compare path,url_dec with -m beg and refuse what has // or %2f.");

    public override IEnumerable<LintFinding> Judge(HaproxyServer server)
    {
        foreach (var (rule, section) in server.Asking)
        {
            if (section.Children.Any(each => each.Name == "http-request" && each.Arguments is [{ Text: "normalize-uri" }, ..]) || HaproxyCondition.Of(rule, section) is not { IsUnless: false } condition)
                continue;
            var path = condition.Terms.Where(term => !term.IsNegated).SelectMany(term => term.Paths).FirstOrDefault(path => path.Length > 1 && char.IsAsciiLetter(path[1]));
            if (path is null || server.FrontsOf(section).FirstOrDefault() is not { } front)
                continue;
            var sent = $"/%{(int)path[1]:x2}{path[2..]}";
            var request = new HaproxyRequest("GET", sent, "localhost", HaproxyServer.PortsOf(front).FirstOrDefault(80), HaproxyServer.IsTls(front));
            if (server.Ask(front, request).Access == Access.Open)
                yield return Found($"{rule.Text} asks at {path}, and {sent}, which is the same to most servers, is open.", [rule, .. section.Children.Where(each => each.Name == "acl" && condition.Terms.Any(term => term.Name == each.Arguments.FirstOrDefault()?.Text && term.Paths.Any()))]) with { Certainty = Certainty.Likely };
        }
    }
}

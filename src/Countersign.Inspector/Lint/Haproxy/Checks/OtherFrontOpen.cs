using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Haproxy.Checks;

internal sealed class OtherFrontOpen : HaproxyCheck
{
    public override CheckRow Row { get; } = new(
        "haproxy/other-front-open",
        Severity.Error,
        "The same backend without credentials by another frontend",
        "A rule counts for the section it stands in. Another frontend leads to the same servers past it.",
        Of("http-request auth"),
        Fault.Proxy,
        "Ask for credentials in the backend, or redirect on the other frontend.");

    public override IEnumerable<LintFinding> Judge(HaproxyServer server)
    {
        foreach (var (rule, section) in server.Asking.Where(each => each.Section.Name == "frontend"))
        {
            foreach (var (front, request, _) in Answers(server, rule, section).Where(each => each.Decision.Directives.Contains(rule)))
            {
                var backends = Backends(front);
                var open = server.Fronts.Where(other => other != front).Select(other => (Front: other, Decision: server.Ask(other, request with { Port = HaproxyServer.PortsOf(other).FirstOrDefault(80), IsTls = HaproxyServer.IsTls(other) })))
                    .FirstOrDefault(each => each.Decision.Access == Access.Open && Backends(each.Front).Intersect(backends).Any());
                if (open.Front is null)
                    continue;
                yield return Found($"{HaproxyServer.NameOf(section)} asks for credentials at {request.Path}, and {HaproxyServer.NameOf(open.Front)} leads to the same backend without.", [rule, open.Front]);
                break;
            }
        }
    }

    private static IEnumerable<string> Backends(Directive front) =>
        front.Children.Where(each => each.Name is "use_backend" or "default_backend" && !each.Arguments.IsEmpty).Select(each => each.Arguments[0].Text);
}

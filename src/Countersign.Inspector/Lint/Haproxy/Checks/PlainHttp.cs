using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Haproxy.Checks;

internal sealed class PlainHttp : HaproxyCheck
{
    public override CheckRow Row { get; } = new(
        "haproxy/plain-http",
        Severity.Warning,
        "Passwords over plain http",
        "Basic sends the password with every request, readable by everybody on the way.",
        new("RFC 7617 §4"),
        Fault.Proxy,
        "Write http-request redirect scheme https unless { ssl_fc } before http-request auth.");

    public override IEnumerable<LintFinding> Judge(HaproxyServer server)
    {
        foreach (var (rule, section) in server.Asking)
        {
            var front = server.FrontsOf(section).FirstOrDefault(front => HaproxyServer.PortsOf(front).Contains(80));
            if (front is not null && Meant(rule, section, front).Any(request => server.Ask(front, request with { Port = 80, IsTls = false }).Directives.Contains(rule)))
                yield return Found($"{HaproxyServer.NameOf(front)} asks for a password over http.", [rule, front]) with { Certainty = Certainty.Likely };
        }
    }
}

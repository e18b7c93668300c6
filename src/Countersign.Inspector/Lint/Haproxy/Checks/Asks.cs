using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Haproxy.Checks;

internal sealed class Asks : HaproxyCheck
{
    public override CheckRow Row { get; } = new(
        "haproxy/asks",
        Severity.Good,
        "Asks for credentials",
        "",
        Of("http-request auth"),
        Fault.Nobody,
        "");

    public override IEnumerable<LintFinding> Judge(HaproxyServer server)
    {
        foreach (var (rule, section) in server.Asking)
        {
            if (Answers(server, rule, section).FirstOrDefault(each => each.Decision.Directives.Contains(rule)) is { Front: not null } answer)
                yield return Found($"{HaproxyServer.NameOf(answer.Front)} asks for credentials at {answer.Request.Path}.", rule);
        }
    }
}

using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Caddy.Checks;

internal sealed class NeverAsks : CaddyCheck
{
    public override CheckRow Row { get; } = new(
        "caddy/never-asks",
        Severity.Error,
        "Credentials that nobody is ever asked for",
        "Within route what is written first answers first; handle and handle_path let one block answer alone, and handle_path and uri take the beginning off the path before a matcher within sees it.",
        Of("Caddyfile, Directive order"),
        Fault.Proxy,
        "Write it before what answers, and match the path as it is at that place.");

    public override IEnumerable<LintFinding> Judge(CaddyServer server)
    {
        foreach (var (asking, site) in server.Asking)
        {
            var answers = Meant(asking).Select(path => (Path: path, Decision: server.Ask(site, path))).ToList();
            if (answers.Exists(each => each.Decision.Access == Access.NotDecided || each.Decision.Directives.Contains(asking)))
                continue;
            if (answers.Find(each => each.Decision.Access == Access.Open) is { Path: not null } open)
                yield return Found($"{asking.Text} asks nobody: {open.Path} is open.", [asking, .. open.Decision.Directives.Skip(1).Where(each => !asking.Lineage().Contains(each))]);
        }
    }
}

using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Caddy.Checks;

internal sealed class Asks : CaddyCheck
{
    public override CheckRow Row { get; } = new(
        "caddy/asks",
        Severity.Good,
        "Asks for credentials",
        "",
        Of("basic_auth"),
        Fault.Nobody,
        "");

    public override IEnumerable<LintFinding> Judge(CaddyServer server)
    {
        foreach (var (asking, site) in server.Asking)
        {
            if (Meant(asking).FirstOrDefault(path => server.Ask(site, path).Directives.Contains(asking)) is { } path)
                yield return Found($"{site.Block.Text} asks for credentials at {path}.", asking);
        }
    }
}

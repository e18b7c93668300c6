using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class AuthRequestExposed : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "auth-request-exposed",
        Severity.Info,
        "What auth_request asks can be asked by everybody",
        "Only nginx has to ask it; callers can try credentials there, past the limits of the pages.",
        "nginx, ngx_http_core_module, internal",
        "Say internal in that location.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var (asked, _, answer) in view.Questions())
        {
            if (answer is { IsPassedOn: true, Location: { IsInternal: false, Kind: NginxLocationKind.Exact } location } && NginxGates.Of(location.Scope).All(gate => gate.Lines.Contains(asked)) && !NginxLines.GivesNothing(location.Scope))
                yield return Found($"{location.Block.Text} is there for {asked.Text}, and open to everybody.", location.Block, asked);
        }
    }
}

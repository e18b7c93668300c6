using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class AuthOff : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "auth-off",
        Severity.Info,
        "A place that is open by its own word",
        "It is worth a look now and then whether it still is to be.",
        "nginx, ngx_http_auth_basic_module",
        "Leave it, if everybody may see what is there.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var level in view.Levels())
        {
            var off = level.Scope.Own("auth_basic").Concat(level.Scope.Own("auth_request")).FirstOrDefault(NginxGates.IsOff);
            if (off is null || level.Scope.Parent is not { } outer || NginxGates.AsksForCredentials(level.Scope) || NginxLines.GivesNothing(level.Scope))
                continue;
            if (NginxGates.Of(outer).FirstOrDefault(gate => gate.Kind != NginxGateKind.Addresses) is { } guard)
                yield return Found($"{level.Location?.Block.Text ?? "The server"} is open, though {guard.Lines[0].Text} holds around it.", off, guard.Lines[0]);
        }
    }
}

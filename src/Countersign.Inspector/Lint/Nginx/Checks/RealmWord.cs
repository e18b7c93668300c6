using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class RealmWord : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "realm-word",
        Severity.Warning,
        "A word that is meant to switch auth_basic off, and does not",
        "Only off, in small letters, switches it off; every other word is the realm that people are shown.",
        "nginx, ngx_http_auth_basic_module",
        "Write auth_basic off.");

    public override IEnumerable<LintFinding> Judge(NginxView view) =>
        from line in view.LevelsAndExceptions().SelectMany(level => NginxGates.Of(level.Scope)).Where(gate => gate.Kind == NginxGateKind.Basic).Select(gate => gate.Lines[0]).Distinct()
        where line.Arguments is [{ Text: var realm }, ..] && realm.ToLowerInvariant() is "off" or "none" or "no" or "false" or "disabled" or "disable" or "0"
        select Found($"{line.Text} asks for a password, in the name of \"{line.Arguments[0].Text}\".", line);
}

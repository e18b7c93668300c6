using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class SatisfyAnyAllowAll : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "satisfy-any-allow-all",
        Severity.Error,
        "satisfy any with allow all: everybody is let in",
        "The address is looked at first, and by satisfy any it is enough.",
        "nginx, ngx_http_core_module, satisfy",
        "Allow only the addresses that need no password, with deny all behind them.");

    public override IEnumerable<LintFinding> Judge(NginxView view) =>
        from level in view.LevelsAndExceptions()
        where NginxGates.IsAnyEnough(level.Scope) && NginxGates.AsksForCredentials(level.Scope)
        let rule = NginxGates.RuleForStrangers(level.Scope.Effective("allow", "deny"))
        where rule is { Name: "allow" }
        group level by rule into levels
        let first = levels.First()
        let guard = NginxGates.Of(first.Scope).First(gate => gate.Kind != NginxGateKind.Addresses).Lines[0]
        select Found($"{levels.Key.Text} is enough for {NginxLines.Places(levels)}: {guard.Text} is never asked.", levels.Key, first.Scope.Effective("satisfy"), guard);
}

using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class CorsWithoutAlways : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "cors-without-always",
        Severity.Warning,
        "Access-Control fields are missing on the 401",
        "Without always, add_header adds to successes and redirects only: a script sees a network error instead of the 401.",
        "nginx, ngx_http_headers_module",
        "Write always behind the value.");

    public override IEnumerable<LintFinding> Judge(NginxView view) =>
        from level in view.Levels()
        where NginxGates.AsksForCredentials(level.Scope)
        from line in level.Scope.Effective(["add_header"])
        where NginxLines.IsField(line, "Access-Control-Allow-Origin") && line.Arguments is not [.., { Text: "always" }]
        group level by line into levels
        let guard = NginxGates.Of(levels.First().Scope).First(gate => gate.Kind != NginxGateKind.Addresses).Lines[0]
        select Found($"{levels.Key.Text} is not added to the 401 of {NginxLines.Places(levels)}: scripts of other sites can't read that they are asked for credentials.", levels.Key, guard);
}

using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class AuthRequestWord : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "auth-request-word",
        Severity.Error,
        "A variable, a query or a whole address in auth_request, where none is understood",
        "auth_request takes a path of its own server, word by word.",
        "nginx, ngx_http_auth_request_module",
        "Name a location, and let its proxy_pass have the address, the query and the variables.");

    public override IEnumerable<LintFinding> Judge(NginxView view) =>
        from line in view.Levels().SelectMany(level => NginxGates.Of(level.Scope)).Where(gate => gate.Kind == NginxGateKind.Asked).Select(gate => gate.Lines[0]).Distinct()
        where IsNoPath(line)
        select Found($"{line.Text} asks for a path of just these characters: everybody gets a 500 unless there is a location of that name.", line);

    /// <summary>Whether it asks for what is no path.</summary>
    public static bool IsNoPath(Directive asked) => asked.Arguments is [{ Text: var uri }, ..] && (uri.AsSpan().IndexOfAny('$', '?') >= 0 || uri.Contains("://", StringComparison.Ordinal));
}

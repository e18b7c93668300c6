using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class CleartextPassword : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "cleartext-password",
        Severity.Error,
        "Passwords are asked for without TLS",
        "Basic sends the password with every request, readable by everybody on the way.",
        "RFC 7617 §4",
        "Send people on in the server of port 80: return 301 https://$host$request_uri.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var server in view.Servers)
        {
            var hasTls = server.Listens.Any(listen => listen.IsTls) || server.Scope.IsOn("ssl");
            var plain = server.Listens.FirstOrDefault(listen => !listen.IsTls && !listen.IsLocal && !listen.HasProxyProtocol && (listen.Port == 80 || hasTls));
            if (plain is null || server.Scope.IsOn("ssl") || IsBehindProxy(server))
                continue;
            foreach (var level in view.LevelsOf(server))
            {
                if (level.Location is { Kind: NginxLocationKind.Named or NginxLocationKind.Expression } || NginxGates.Of(level.Scope).FirstOrDefault(gate => gate.Kind == NginxGateKind.Basic) is not { } basic)
                    continue;
                var answer = NginxJudgement.Of(view.Model, server, () => new("GET", "http", server.Host, plain.Port, level.Path));
                if (answer is not { Access: Access.Challenged, Status: 401 } || !answer.Trace.Contains(basic.Lines[0]))
                    continue;
                yield return Found(
                    hasTls ? $"The server speaks TLS, and asks for the password at port {plain.Port} without it, too." : $"{level.Path} asks for a password at port {plain.Port}, without TLS.",
                    basic.Lines[0], plain.Directive) with
                {
                    Severity = hasTls ? Severity.Error : Severity.Warning,
                    Certainty = hasTls ? Certainty.Proved : Certainty.Likely,
                };
                break;
            }
        }
    }

    // Whoever reads what a proxy says of the caller has one before it, which may speak TLS.
    private static bool IsBehindProxy(NginxServer server) =>
        server.Scope.Effective("set_real_ip_from") is not null || server.Scope.Effective("real_ip_header") is not null
        || server.Scope.Levels().Any(level => level.ReadsProxysScheme);
}

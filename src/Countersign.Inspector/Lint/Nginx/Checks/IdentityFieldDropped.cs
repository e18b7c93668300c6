using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class IdentityFieldDropped : NginxCheck
{
    private static readonly string[] Names = ["X-User", "X-Remote-User", "Remote-User", "X-Forwarded-User", "X-Forwarded-Email", "X-Auth-Request-User", "X-Auth-Request-Email", "X-WEBAUTH-USER", "X-SSL-Client-DN", "X-SSL-Client-Verify", "X-Client-DN"];

    public override CheckRow Row { get; } = By(
        "identity-field-dropped",
        Severity.Error,
        "A location passes on the caller's own word on who it is",
        "The first proxy_set_header of a location drops all those of the levels around it; a field that none of them sets is passed on as the caller sent it.",
        "nginx, ngx_http_proxy_module, proxy_set_header",
        "Repeat the outer lines in the location, or include them from a file in both.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var location in view.Servers.SelectMany(server => server.AllLocations))
        {
            if (location.Pass is not { Name: "proxy_pass" or "grpc_pass" } pass || location.Scope.Parent is not { } outer)
                continue;
            var name = pass.Name.Replace("_pass", "_set_header", StringComparison.Ordinal);
            var own = location.Scope.Own(name).ToList();
            if (own.Count == 0)
                continue;
            foreach (var dropped in outer.Effective([name]).Where(TellsWho))
            {
                if (!own.Any(line => NginxLines.IsField(line, dropped.Arguments[0].Text)))
                    yield return Found($"{dropped.Text} does not hold in {location.Block.Text}, for {own[0].Text} drops it: who calls can send {dropped.Arguments[0].Text} and be believed.", own[0], dropped, pass);
            }
        }
    }

    private static bool TellsWho(Directive line) =>
        line.Arguments is [{ Text: var field }, { Text: var value }, ..]
        && !field.Equals("Authorization", StringComparison.OrdinalIgnoreCase)
        && (NginxVariables.Names(value).Any(IsIdentity) || (Names.Contains(field, StringComparer.OrdinalIgnoreCase) && !NginxVariables.Names(value).Any(name => name.StartsWith("http_", StringComparison.Ordinal))));

    private static bool IsIdentity(string variable) => variable is "remote_user" or "ssl_client_s_dn" or "ssl_client_verify" or "ssl_client_fingerprint" || variable.StartsWith("upstream_http_", StringComparison.Ordinal);
}

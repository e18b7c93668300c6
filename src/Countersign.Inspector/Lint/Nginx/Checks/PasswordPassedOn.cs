using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class PasswordPassedOn : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "password-passed-on",
        Severity.Info,
        "The password that nginx asks for is passed on as well",
        "proxy_pass passes Authorization on: the program behind gets everybody's password, and may take it for its own credentials.",
        "nginx, ngx_http_proxy_module",
        "Say proxy_set_header Authorization \"\", and tell who it is by a field of its own, such as X-Remote-User $remote_user.");

    public override IEnumerable<LintFinding> Judge(NginxView view) =>
        from location in view.Servers.SelectMany(server => server.AllLocations)
        where location.Pass is { Name: "proxy_pass" }
        let basic = NginxGates.Of(location.Scope).FirstOrDefault(gate => gate.Kind == NginxGateKind.Basic)
        where basic is not null
        let lines = location.Scope.Effective(["proxy_set_header"])
        where !lines.Any(line => NginxLines.IsField(line, "Authorization")) && location.Scope.Effective("proxy_pass_request_headers") is not { Arguments: [{ Text: "off" }] }
        group location by basic.Lines[0] into locations
        select Found(
            $"{locations.First().Pass!.Text}{(locations.Count() == 1 ? "" : $" and {locations.Count() - 1} more")} gets the password that {locations.Key.Text} asks for.",
            locations.First().Pass, locations.Key);
}

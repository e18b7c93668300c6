using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class AuthRequestBody : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "auth-request-body",
        Severity.Warning,
        "The question of auth_request announces a body that is never sent",
        "The question has the caller's Content-Length and no content: a program that reads it waits until nginx gives up, and every POST ends in 500.",
        "nginx, ngx_http_auth_request_module",
        "Say proxy_pass_request_body off and proxy_set_header Content-Length \"\" where the question is passed on.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var (asked, _, answer) in view.Questions())
        {
            if (answer is not { IsPassedOn: true, Location: { Pass: { Name: "proxy_pass" } pass } location })
                continue;
            var emptied = location.Scope.Effective(["proxy_set_header"]).Any(line => NginxLines.IsField(line, "Content-Length") && NginxLines.Value(line).Length == 0);
            if (!emptied)
                yield return Found($"{pass.Text} gets the Content-Length of the caller's request with {asked.Text}, and no content.", pass, asked);
        }
    }
}

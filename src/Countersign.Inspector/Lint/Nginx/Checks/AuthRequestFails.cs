using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class AuthRequestFails : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "auth-request-fails",
        Severity.Error,
        "auth_request is answered neither yes nor no: everybody gets a 500",
        "2xx is a yes, 401 and 403 are a no; of anything else, redirects among it, nginx makes a 500.",
        "nginx, ngx_http_auth_request_module",
        "Let what is asked answer 401, and send people to sign in by error_page 401 where the auth_request stands.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var (asked, levels, answer) in view.Questions())
        {
            if (AuthRequestWord.IsNoPath(asked))
                continue;
            if (answer.Status is { } status and not (>= 200 and < 300 or 401 or 403))
                yield return Found($"{asked.Text} is answered {status}: {NginxLines.Places(levels)} fails with 500 for everybody.", [asked, .. answer.Trace.Except([asked])]);
            else if (answer is { IsPassedOn: true, Location: { } location } && location.Scope.IsOn("proxy_intercept_errors") && view.Refused(new(levels[0].Server, location, location.Scope)) is { Status: { } shown and not (401 or 403) })
                yield return Found($"A 401 of what {asked.Text} asks becomes a {shown} by its error page: instead of being asked for credentials everybody gets a 500.", asked, location.Pass, location.Scope.Effective("proxy_intercept_errors"), location.Scope.Effective(["error_page"])[0]);
            else if (answer is { IsPassedOn: true, Location.Pass: { } pass } && SignsIn(pass, asked))
                yield return Found($"{asked.Text} asks a page for signing in, by its name: that answers with a page or a redirect, and not 401.", asked, pass) with { Certainty = Certainty.Likely, Severity = Severity.Warning };
        }
    }

    private static bool SignsIn(Directive pass, Directive asked)
    {
        var target = pass.Arguments is [{ Text: var address }, ..] && address.IndexOf('/', Math.Min(address.Length, 8)) is > 0 and var at ? address[at..] : asked.Arguments[0].Text;
        var last = target.TrimEnd('/').Split('/')[^1].Split('?')[0];
        return last is "sign_in" or "signin" or "login" or "start";
    }
}

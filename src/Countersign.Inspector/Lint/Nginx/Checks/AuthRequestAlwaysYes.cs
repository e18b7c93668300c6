using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class AuthRequestAlwaysYes : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "auth-request-always-yes",
        Severity.Error,
        "auth_request asks what always says yes: everybody is let in",
        "Any 2xx is a yes. What is asked within the server is not asked for credentials itself: auth_basic, allow and deny do not count there.",
        "nginx, ngx_http_auth_request_module",
        "Pass the question on to the program that decides; put auth_basic, allow and deny where the auth_request stands.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var (asked, levels, answer) in view.Questions())
        {
            if (answer.Status is not (>= 200 and < 300))
                continue;
            var passedOver = answer.Location is { } location ? NginxGates.Of(location.Scope).Where(gate => gate.Lines.Any(line => line.Parent == location.Block)).SelectMany(gate => gate.Lines).ToList() : [];
            var isSure = !NginxGates.IsAnyEnough(levels[0].Scope) && NginxGates.Of(levels[0].Scope).All(gate => gate.Kind == NginxGateKind.Asked);
            yield return Found(
                $"{asked.Text} is always answered {answer.Status}, {(passedOver.Count > 0 ? $"for {passedOver[0].Text} does not count there" : "which is a yes")}: {NginxLines.Places(levels)} is open to everybody{(isSure ? "" : ", as far as that decides")}.",
                [asked, answer.Location?.Block, .. passedOver, .. answer.Trace.Where(line => line.Parent == answer.Location?.Block)]);
        }
    }
}

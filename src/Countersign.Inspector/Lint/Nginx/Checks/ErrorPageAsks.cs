using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class ErrorPageAsks : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "error-page-asks",
        Severity.Warning,
        "The page for signing in asks for credentials itself: nobody sees it",
        "An error page is asked for like any other address; where it is refused, too, nginx sends its own bare 401.",
        "nginx, ngx_http_core_module, error_page",
        "Say auth_request off (or auth_basic off) where the page is answered.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var level in view.Levels().Where(level => NginxGates.AsksForCredentials(level.Scope)))
        {
            if (PageOf(level.Scope) is not { } page || page.Arguments[^1].Text is not ['/' or '@', ..] || view.Refused(level) is not { Access: Access.Challenged, IsPassedOn: false } answer)
                continue;
            var shown = answer.Location?.Scope ?? level.Server.Scope;
            if (NginxGates.Of(shown).FirstOrDefault(gate => gate.Kind is NginxGateKind.Asked or NginxGateKind.Basic) is { } guard && AsksAgain(answer, guard))
                yield return Found($"{page.Text} leads to where {guard.Lines[0].Text} asks again.", page, shown.Block, guard.Lines[0]);
        }
    }

    private static bool AsksAgain(NginxAnswer answer, NginxGate guard) => guard.Lines.Any(answer.Trace.Contains) && answer.Status is null or 401;

    private static Directive? PageOf(NginxScope scope) =>
        scope.Effective(["error_page"]).FirstOrDefault(page => page.Arguments.Length > 1 && page.Arguments.SkipLast(1).Any(argument => argument.Text == "401"));
}

using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class ErrorPageHidesRefusal : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "error-page-hides-refusal",
        Severity.Error,
        "An error page turns the 401 into something else",
        "Without the 401 no browser asks for a password, programs take the answer for what they wanted, and caches keep it.",
        "RFC 9110 §15.5.2",
        "Keep the status: error_page 401 /login.html, without = and without another address.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var levels in view.Levels().Where(level => NginxGates.AsksForCredentials(level.Scope)).GroupBy(level => (level.Server, Page: PageOf(level.Scope))))
        {
            if (levels.Key.Page is not { } page)
                continue;
            var level = levels.First();
            var guard = NginxGates.Of(level.Scope).First(gate => gate.Kind != NginxGateKind.Addresses);
            var target = page.Arguments[^1].Text;
            if (target.StartsWith('='))
                yield return Found($"The last word of {page.Text} is an address, and nginx sends people there: the 401 becomes a 302 to \"{target}\".", page, guard.Lines[0]) with { Fix = "Name a page behind it: error_page 401 = @login." };
            else if (view.Refused(level) is { Status: { } status and not 401 } shown && (IsFault(status, guard, level)))
                yield return Found($"The 401 of {NginxLines.Places(levels)} becomes a {status} by {page.Text}{(status >= 500 ? $": {shown.Reason.TrimStart(',', ' ')}" : "")}.", [page, guard.Lines[0], .. shown.Trace.Where(line => line.Name is "return")]);
        }
    }

    // To send people from there to a page for signing in is how auth_request is meant to be used; a password can't be asked for that way.
    private static bool IsFault(int status, NginxGate guard, NginxLevel level) =>
        status is (>= 200 and < 300) or >= 500 || (status is >= 300 and < 400 && guard.Kind == NginxGateKind.Basic && NginxGates.Of(level.Scope).All(gate => gate.Kind is NginxGateKind.Basic or NginxGateKind.Addresses));

    private static Directive? PageOf(NginxScope scope) =>
        scope.Effective(["error_page"]).FirstOrDefault(page => page.Arguments.Length > 1 && page.Arguments.SkipLast(1).Any(argument => argument.Text == "401"));
}

using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class PreflightRefused : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "preflight-refused",
        Severity.Warning,
        "Preflights of scripts are asked for credentials, which they never have",
        "Browsers send OPTIONS without credentials, and give up unless the answer is a success.",
        "Fetch, CORS-preflight fetch",
        "Answer them before anybody is asked: if ($request_method = OPTIONS) { return 204; }, with the Access-Control fields.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        HashSet<Directive> said = [];
        foreach (var level in view.Levels().Where(level => level.Location?.Kind is not (NginxLocationKind.Named or NginxLocationKind.Expression)))
        {
            var guard = NginxGates.Of(level.Scope).FirstOrDefault(gate => gate.Kind != NginxGateKind.Addresses);
            if (guard is null || Allowing(level.Scope) is not { } allow || said.Contains(allow))
                continue;
            if (view.Ask(level.Server, level.Path, "OPTIONS") is not { Access: Access.Challenged } answer || answer.Location != level.Location)
                continue;
            said.Add(allow);
            yield return Found($"OPTIONS {level.Path} is answered 401, though {allow.Text} says that scripts of other sites may ask.", allow, guard.Lines[0]);
        }
    }

    private static Directive? Allowing(NginxScope scope) => scope.Effective(["add_header"]).FirstOrDefault(line => NginxLines.IsField(line, "Access-Control-Allow-Origin"));
}

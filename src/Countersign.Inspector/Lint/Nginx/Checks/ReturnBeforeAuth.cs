using System.Globalization;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed class ReturnBeforeAuth : NginxCheck
{
    public override CheckRow Row { get; } = By(
        "return-before-auth",
        Severity.Error,
        "A return or rewrite where credentials are meant to be asked for: nobody is asked",
        "nginx rewrites and returns before it asks who somebody is.",
        "nginx, ngx_http_rewrite_module",
        "Move the answer to a location of its own that is internal, and come there by try_files or error_page, which happen behind the question.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var level in view.Levels().Where(level => IsGuardedHere(level.Scope)))
        {
            var guard = NginxGates.Of(level.Scope).First(gate => gate.Kind != NginxGateKind.Addresses).Lines[0];
            if (NginxLines.AnswersAll(level.Scope) is { } answer)
            {
                if (Weight(answer, level) is { } severity)
                    yield return Found($"{answer.Text} answers before {guard.Text} is looked at: nobody is asked.", answer, guard) with { Severity = severity };
            }
            else if (LeavesUnasked(level, view) is { } rewrite)
            {
                yield return Found($"{rewrite.Text} leads to where nobody asks, before {guard.Text} is looked at.", rewrite, guard);
            }
        }
    }

    // What is inherited may well be meant for others: a redirect or a word for a health check beside them tells nothing.
    private static bool IsGuardedHere(NginxScope scope) =>
        NginxGates.Of(scope).Any(gate => gate.Kind is NginxGateKind.Basic or NginxGateKind.Asked && gate.Lines.Any(line => line.Parent == scope.Block && scope.Block is not null));

    private static Severity? Weight(Directive answer, NginxLevel level)
    {
        if (answer.Name == "rewrite")
            return Severity.Warning;
        if (answer.Arguments is not [{ Text: var first }, ..] || !int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var status))
            return Severity.Warning;
        return status switch
        {
            >= 200 and < 300 => Severity.Error,
            301 or 302 or 303 or 307 or 308 => level.Location is null && NginxLines.Value(answer).StartsWith("https://", StringComparison.Ordinal) ? null : Severity.Warning,
            _ => null,
        };
    }

    private static Directive? LeavesUnasked(NginxLevel level, NginxView view)
    {
        if (level.Location is not { IsPrefix: true } location)
            return null;
        var rewrites = level.Scope.Own("rewrite").ToHashSet();
        if (rewrites.Count == 0)
            return null;
        return new[] { level.Path, level.Path + "x" }
            .Select(path => view.Ask(level.Server, path))
            .Where(answer => answer is { Access: Access.Open } && answer.Location != location)
            .Select(answer => answer!.Trace.FirstOrDefault(rewrites.Contains))
            .FirstOrDefault(rewrite => rewrite is not null);
    }
}

using System.Text.RegularExpressions;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Nginx.Checks;

internal sealed partial class ExpressionBeatsPrefix : NginxCheck
{
    private const int MaxExpressions = 40;

    public override CheckRow Row { get; } = By(
        "expression-beats-prefix",
        Severity.Error,
        "An expression takes addresses out of a location that asks for credentials: they are open",
        "nginx prefers expressions to prefixes, and a location has nothing of those beside it.",
        "nginx, ngx_http_core_module, location",
        "Put the expression into the location that asks, write that one with ^~, or ask in the expression's location, too.");

    public override IEnumerable<LintFinding> Judge(NginxView view)
    {
        foreach (var server in view.Servers)
        {
            var expressions = server.Locations.Where(location => location.Kind == NginxLocationKind.Expression && !NginxGates.AsksForCredentials(location.Scope) && !NginxLines.GivesNothing(location.Scope) && !SaysOff(location.Scope)).Take(MaxExpressions).ToList();
            List<NginxLocation> guards = [.. server.Locations.Where(location => location.Kind == NginxLocationKind.Prefix && NginxGates.AsksForCredentials(location.Scope))];
            foreach (var expression in expressions)
            {
                var opened = new List<(NginxLocation Guarded, string Path)>();
                foreach (var guarded in guards)
                {
                    if (Open(server, guarded, expression, view) is { } path)
                        opened.Add((guarded, path));
                }

                foreach (var alike in opened.GroupBy(each => CertaintyOf(each.Guarded, expression)))
                    yield return Found([.. alike], expression) with { Certainty = alike.Key };
            }
        }
    }

    // One line opens them all, and one line mends it.
    private LintFinding Found(List<(NginxLocation Guarded, string Path)> opened, NginxLocation expression)
    {
        var (guarded, path) = opened[0];
        var more = opened.Count == 1 ? "" : $" So {(opened.Count == 2 ? "is" : "are")} {Names.List(opened.Skip(1).Select(each => each.Path))}.";
        var guards = opened.Select(each => NginxGates.Of(each.Guarded.Scope).First(gate => gate.Kind != NginxGateKind.Addresses).Lines[0]);
        return Found($"{path} is open: {expression.Block.Text} takes it, not {guarded.Block.Text} that asks for credentials.{more}", [expression.Block, .. guards, expression.Pass]) with
        {
            Severity = expression.Pass is not null ? Severity.Error : Severity.Warning,
        };
    }

    // What a program answers everything for may have no such files.
    private static Certainty CertaintyOf(NginxLocation guarded, NginxLocation expression) => expression.Pass is not null || guarded.Pass is null ? Certainty.Proved : Certainty.Likely;

    private static bool SaysOff(NginxScope scope) => scope.OwnFirst("auth_basic") is not null || scope.OwnFirst("auth_request") is not null;

    // An expression for a place of its own, such as ^/public/, was meant to be an exception.
    private static string? Open(NginxServer server, NginxLocation guarded, NginxLocation expression, NginxView view)
    {
        var isSuffix = Suffix().IsMatch(expression.Text);
        if (!isSuffix && (guarded.Text == "/" || expression.Text.StartsWith('^')))
            return null;
        if (expression.Text.StartsWith('^') && NginxSample.LiteralStart(expression.Text).Length > guarded.Text.Length)
            return null;
        foreach (var path in NginxSample.Under(guarded.Text, expression))
        {
            if (view.Ask(server, path) is { Access: Access.Open } answer && answer.Trace.Contains(expression.Block))
                return path;
        }

        return null;
    }

    [GeneratedRegex(@"\\\.[\w()|?:\[\]+*-]+(\$|\(/\|\$\)|\(\?:/\|\$\)|\(/\.\*\)\??\$?)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Suffix();
}

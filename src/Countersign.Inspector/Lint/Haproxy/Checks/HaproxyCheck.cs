using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Haproxy.Checks;

/// <summary>One thing to look for in a configuration of HAProxy.</summary>
internal abstract class HaproxyCheck
{
    public abstract CheckRow Row { get; }

    public abstract IEnumerable<LintFinding> Judge(HaproxyServer server);

    protected static Requirement Of(string document) => new($"HAProxy, {document}");

    protected LintFinding Found(string message, params IEnumerable<Directive?> directives) =>
        new(Row, message) { Directives = [.. directives.OfType<Directive>().Distinct()] };

    /// <summary>Requests that a rule may be meant for, by the paths of its condition.</summary>
    protected static IEnumerable<HaproxyRequest> Meant(Directive rule, Directive section, Directive front)
    {
        var ways = front == section ? [] : front.Children.Where(each => each.Name == "use_backend" && each.Arguments is [var name, ..] && name.Text == section.Arguments.FirstOrDefault()?.Text);
        var conditions = ways.Select(way => HaproxyCondition.Of(way, front)).Prepend(HaproxyCondition.Of(rule, section)).OfType<HaproxyCondition>();
        var paths = conditions.SelectMany(condition => condition.Terms).SelectMany(term => term.Paths).Distinct(StringComparer.Ordinal).ToList();
        var port = HaproxyServer.PortsOf(front).FirstOrDefault(80);
        return (paths.Count == 0 ? ["/"] : paths).Select(path => new HaproxyRequest("GET", path, "localhost", port, HaproxyServer.IsTls(front)));
    }

    /// <summary>The requests that a rule may be meant for, and what becomes of them.</summary>
    protected static IEnumerable<(Directive Front, HaproxyRequest Request, AccessDecision Decision)> Answers(HaproxyServer server, Directive rule, Directive section) =>
        server.FrontsOf(section).SelectMany(front => Meant(rule, section, front).Select(request => (front, request, server.Ask(front, request))));
}

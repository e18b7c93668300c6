using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint.Caddy.Checks;

/// <summary>One thing to look for in a Caddyfile.</summary>
internal abstract class CaddyCheck
{
    public abstract CheckRow Row { get; }

    public abstract IEnumerable<LintFinding> Judge(CaddyServer server);

    protected static Requirement Of(string document) => new($"Caddy, {document}");

    protected LintFinding Found(string message, params IEnumerable<Directive?> directives) =>
        new(Row, message) { Directives = [.. directives.OfType<Directive>().Distinct()] };

    /// <summary>Paths that a directive may be meant for: its own, those of the blocks around it, and both together.</summary>
    protected static IReadOnlyList<string> Meant(Directive asking)
    {
        var own = CaddyMatcher.Of(asking).AllPaths.Select(Example).ToList();
        var around = asking.Lineage().Skip(1).Where(block => block.Parent is not null).Select(block => CaddyMatcher.Of(block).AllPaths.FirstOrDefault()).OfType<string>().Reverse().ToList();
        if (own.Count == 0)
            return [around.Count > 0 ? Example(around[^1]) : "/"];
        var prefix = string.Concat(around.Select(path => path.TrimEnd('*').TrimEnd('/')));

        // Who writes the beginning again means the path as it is sent.
        return [.. own, .. prefix.Length > 0 && !own.Exists(path => path.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) ? own.Select(path => prefix + path) : []];
    }

    /// <summary>A path that a pattern fits.</summary>
    protected static string Example(string pattern) => pattern == "*" ? "/" : pattern.Replace("*", "x", StringComparison.Ordinal) is var path && path.StartsWith('/') ? path : "/" + path;
}

using System.Collections.Immutable;
using Countersign.Inspector.Lint.Apache;

namespace Countersign.Inspector.Lint.Caddy;

/// <summary>Which requests a directive is for.</summary>
/// <param name="Paths">The path behind its name; empty for none.</param>
/// <param name="Named">The named matcher; null for none.</param>
internal sealed record CaddyMatcher(ImmutableArray<string> Paths, Directive? Named)
{
    public bool IsForAll => Paths.IsEmpty && Named is null;

    /// <summary>The paths that it names, those of a named matcher included.</summary>
    public ImmutableArray<string> AllPaths => Paths.IsEmpty && Named is not null ? [.. Rules(Named).Where(rule => rule.Name == "path").SelectMany(rule => rule.Values)] : Paths;

    /// <summary>The matcher of a directive, from its first word.</summary>
    public static CaddyMatcher Of(Directive directive)
    {
        if (directive.Arguments is not [var first, ..] || first.IsQuoted)
            return new([], null);
        if (first.Text.StartsWith('/'))
            return new([first.Text], null);
        return first.Text.StartsWith('@') ? new([], directive.Lineage().Skip(1).SelectMany(block => block.Children).FirstOrDefault(each => each.Name == first.Text)) : new([], null);
    }

    public bool? Fits(CaddyRequest request) => !Paths.IsEmpty ? IsAnyPath(Paths, request.Path) : Named is null ? true : All(Rules(Named), request);

    public static bool IsPath(string pattern, string path)
    {
        var (asked, had) = (pattern.ToLowerInvariant(), path.ToLowerInvariant());
        if (asked == "*")
            return true;
        if (asked.Count(c => c == '*') == 1 && asked.EndsWith('*'))
            return had.StartsWith(asked[..^1], StringComparison.Ordinal);
        if (asked.Count(c => c == '*') == 1 && asked.StartsWith('*'))
            return had.EndsWith(asked[1..], StringComparison.Ordinal);
        if (asked.Length > 1 && asked[0] == '*' && asked[^1] == '*' && asked.Count(c => c == '*') == 2)
            return had.Contains(asked[1..^1], StringComparison.Ordinal);
        return ApachePatterns.HasWildcard(asked) ? ApachePatterns.IsMatch(asked, had) : asked == had;
    }

    private static bool IsAnyPath(IEnumerable<string> patterns, string path) => patterns.Any(pattern => IsPath(pattern, path));

    // A named matcher is a block of rules, or one rule on its line.
    private static IEnumerable<(string Name, ImmutableArray<string> Values, Directive? Block)> Rules(Directive named)
    {
        ImmutableArray<string> words = [.. named.Arguments.Select(argument => argument.Text)];
        if (words is [var name, .. var values])
            yield return (name, values, named);
        else
            foreach (var child in named.Children)
                yield return (child.Name, [.. child.Arguments.Select(argument => argument.Text)], child);
    }

    private static bool? All(IEnumerable<(string Name, ImmutableArray<string> Values, Directive? Block)> rules, CaddyRequest request)
    {
        bool? all = true;

        // Two lines of a name are alternatives.
        foreach (var group in rules.GroupBy(rule => rule.Name))
        {
            bool? any = false;
            foreach (var rule in group)
            {
                var one = One(rule.Name, rule.Values, rule.Block, request);
                any = any == true || one == true ? true : any is null || one is null ? null : false;
            }

            all = all == false || any == false ? false : all is null || any is null ? null : true;
        }

        return all;
    }

    private static bool? One(string name, ImmutableArray<string> values, Directive? block, CaddyRequest request)
    {
        switch (name)
        {
            case "path":
                return IsAnyPath(values, request.Path);
            case "path_regexp":
                return values.IsEmpty ? null : ApachePatterns.Regex(values[^1])?.IsMatch(request.Path);
            case "method":
                return values.Contains(request.Method, StringComparer.OrdinalIgnoreCase);
            case "host":
                return values.Any(value => CaddySite.IsHost(value, request.Host));
            case "protocol":
                return values is ["https"] ? request.IsTls : values is ["http"] ? !request.IsTls : null;
            case "remote_ip" or "client_ip":
                return false;

            // It has no field but Host.
            case "header":
                return values is [var field, ..] && !field.Equals("Host", StringComparison.OrdinalIgnoreCase) ? field.StartsWith('!') : null;
            case "not" when values is [var inner, .. var rest]:
                return !One(inner, rest, null, request);
            case "not" when block is not null:
                return !All(block.Children.Select(child => (child.Name, child.Arguments.Select(argument => argument.Text).ToImmutableArray(), (Directive?)child)), request);
            default:
                return null;
        }
    }
}

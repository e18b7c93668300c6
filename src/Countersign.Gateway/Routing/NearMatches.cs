using System.Collections.Immutable;
using Countersign.Gateway.Configuration;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Routing;

/// <summary>Finds the routes that somebody may have meant.</summary>
internal static class NearMatches
{
    private const int Most = 3;

    /// <summary>The routes before the match (or all) that agree in everything but one thing; three at most, nearest first.</summary>
    public static ImmutableArray<NearMatch> Of(ImmutableArray<RouteConfiguration> routes, string host, string path, string method, IHeaderDictionary headers)
    {
        var near = new List<(int Distance, NearMatch Match)>();
        foreach (var route in routes)
        {
            var match = route.Match;
            var outcome = OutcomeOf(match);
            if (outcome == MatchOutcome.Matches)
                break;
            if (outcome == MatchOutcome.Header)
                near.Add((0, new(route.Name, "header", $"it wants its own values of {string.Join(", ", match.Headers.Select(field => field.Key))}")));
            else if (outcome == MatchOutcome.Method && OutcomeOf(match with { Methods = [] }) == MatchOutcome.Matches)
                near.Add((1, new(route.Name, "method", $"it takes {string.Join(", ", match.Methods)}, not {method}")));
            else if (outcome == MatchOutcome.Path && OutcomeOf(match with { Path = "/**" }) == MatchOutcome.Matches && PathMiss(PathPattern.Parse(match.Path), path) is var (distance, why))
                near.Add((distance, new(route.Name, "path", why)));
            else if (outcome == MatchOutcome.Host && OutcomeOf(match with { Host = "*" }) == MatchOutcome.Matches)
                near.Add((5, new(route.Name, "host", $"it is for the host {match.Host}")));
        }

        return [.. near.OrderBy(found => found.Distance).Take(Most).Select(found => found.Match)];

        MatchOutcome OutcomeOf(MatchConfiguration match) => new RouteMatcher(match).Match(host, path, method, headers);
    }

    private static (int Distance, string Why)? PathMiss(PathPattern pattern, string path)
    {
        if (pattern.MatchesInAnyCase(path))
            return (2, $"its path {pattern} is in another letter case");
        if (SiblingOf(pattern, path) is var (meant, came))
            return (3, $"its path {pattern} takes whole segments: {meant}, not {came}");
        if (WithoutLast(path) is { } shorter && pattern.Matches(shorter))
            return (4, $"its path {pattern} is one segment shorter");
        return WithoutLast(pattern.ToString()) is { } parent && PathPattern.Parse(parent).Matches(path)
            ? (4, $"its path {pattern} is one segment longer")
            : null;
    }

    /// <summary>The last literal of a prefix rule and the segment that only begins like it: <c>/any/**</c> for <c>/anyx</c>.</summary>
    private static (string Meant, string Came)? SiblingOf(PathPattern pattern, string path)
    {
        if (pattern.Segments is not [.., var meant, "**"] || meant is "*" or "**")
            return null;
        var segments = path[1..].Split('/');
        var at = pattern.Segments.Count - 2;
        if (at >= segments.Length || !segments[at].StartsWith(meant, StringComparison.Ordinal))
            return null;
        var came = segments[at];
        segments[at] = meant;
        return pattern.Matches("/" + string.Join('/', segments)) ? (meant, came) : null;
    }

    /// <summary>A path or pattern without its last segment; null where that leaves none.</summary>
    private static string? WithoutLast(string path) => path.LastIndexOf('/') is > 0 and var end ? path[..end] : null;
}

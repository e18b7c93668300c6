using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Routing;

/// <summary>A route that did not match, and what kept it from it.</summary>
/// <param name="Route">Its name.</param>
/// <param name="Missed">host, path, method or header.</param>
internal sealed record NearMatch(string Route, string Missed);

/// <summary>The routes in the order of the file; the first match wins.</summary>
internal sealed class RouteTable(ImmutableArray<CompiledRoute> routes)
{
    public ImmutableArray<CompiledRoute> Routes => routes;

    public CompiledRoute? Find(string host, string path, string method, IHeaderDictionary headers)
    {
        foreach (var route in routes)
        {
            if (route.Matcher.Match(host, path, method, headers) == MatchOutcome.Matches)
                return route;
        }

        return null;
    }

    /// <summary>The routes before the match (or all) that agreed on host and path at least, for the dry run.</summary>
    public ImmutableArray<NearMatch> NearMatches(string host, string path, string method, IHeaderDictionary headers)
    {
        var near = ImmutableArray.CreateBuilder<NearMatch>();
        foreach (var route in routes)
        {
            var outcome = route.Matcher.Match(host, path, method, headers);
            if (outcome == MatchOutcome.Matches)
                break;
            if (outcome is MatchOutcome.Method or MatchOutcome.Header)
                near.Add(new(route.Name, outcome == MatchOutcome.Method ? "method" : "header"));
        }

        return near.ToImmutable();
    }
}

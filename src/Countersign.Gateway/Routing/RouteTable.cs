using System.Collections.Immutable;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Routing;

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
}

using System.Collections.Immutable;
using System.Net;
using Countersign.Decisions;
using Countersign.Gateway.Routing;

namespace Countersign.Gateway.Configuration;

/// <summary>
/// Says which routes a change opens or closes. It asks both files about requests made from every pattern of both, so that
/// rules that are moved, narrowed or removed show as well.
/// </summary>
public static class ConfigurationDiff
{
    // Enough for thousands of routes, and a matter of seconds.
    internal const int MaxSamples = 200_000;

    /// <summary>The changes, in the order of the new file's routes.</summary>
    /// <exception cref="ArgumentException">One of the files has errors.</exception>
    public static ConfigurationComparison Compare(ConfigurationReading old, ConfigurationReading @new)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(@new);
        var before = new Rules(old);
        var after = new Rules(@new);
        var changes = new Dictionary<(string, ChangeDirection), ConfigurationChange>();
        var compared = new HashSet<(string? Was, string? Now)>();
        var samples = 0;
        foreach (var request in RequestSample.Of([.. before.Configuration.Routes, .. after.Configuration.Routes]))
        {
            if (++samples > MaxSamples)
                break;
            var was = before.Find(request);
            var now = after.Find(request);
            if (!compared.Add((was?.Name, now?.Name)))
                continue;
            foreach (var (direction, keys) in Directions(before.Ways.Into(was), after.Ways.Into(now)))
            {
                var route = now?.Name ?? was?.Name ?? "";
                changes.TryAdd((route, direction), new(route, direction, request.ToString(), before.Describe(was), after.Describe(now)) { Keys = keys });
            }
        }

        var order = after.Configuration.Routes.Select(route => route.Name).ToList();
        return new(
            [
                .. TrustChanges("trusted-proxies", before.Configuration.TrustedProxies, after.Configuration.TrustedProxies, "X-Forwarded-* ignored", "X-Forwarded-* believed"),
                .. TrustChanges("forward-auth.proxies", before.Configuration.ForwardAuth?.Proxies ?? [], after.Configuration.ForwardAuth?.Proxies ?? [], "may not ask", "may ask, X-Forwarded-* believed"),
                .. changes.Values.OrderBy(change => order.IndexOf(change.Route) is >= 0 and var at ? at : int.MaxValue).ThenBy(change => change.Direction),
            ],
            samples <= MaxSamples);
    }

    // Demands are sets of ways in: a way that was not there opens, one that is gone closes.
    private static IEnumerable<(ChangeDirection Direction, ImmutableArray<string> Keys)> Directions(ImmutableArray<WayIn> was, ImmutableArray<WayIn> now)
    {
        if (WayIn.Beyond(now, was) is { } opened)
            yield return (ChangeDirection.Opened, opened);
        if (WayIn.Beyond(was, now) is { } closed)
            yield return (ChangeDirection.Closed, closed);
    }

    // Whoever is believed chooses his address and says that he came over TLS: every route may open.
    private static IEnumerable<ConfigurationChange> TrustChanges(string key, ImmutableArray<IPNetwork> was, ImmutableArray<IPNetwork> now, string doubted, string believed)
    {
        var route = $"({key})";
        return now.Where(network => !Facet.AreCovered(was, network)).Take(1)
            .Select(network => new ConfigurationChange(route, ChangeDirection.Opened, $"from {network}", doubted, believed) { Keys = [key] })
            .Concat(was.Where(network => !Facet.AreCovered(now, network)).Take(1)
                .Select(network => new ConfigurationChange(route, ChangeDirection.Closed, $"from {network}", believed, doubted) { Keys = [key] }));
    }

    private sealed class Rules
    {
        private readonly (RouteConfiguration Route, RouteMatcher Matcher)[] _routes;

        public Rules(ConfigurationReading reading)
        {
            Configuration = reading.Configuration ?? throw new ArgumentException($"{reading.File} has errors.", nameof(reading));
            _routes = [.. Configuration.Routes.Select(route => (route, new RouteMatcher(route.Match)))];
            Ways = new WaysIn(Configuration, Path.GetDirectoryName(reading.File)!);
        }

        public GatewayConfiguration Configuration { get; }

        public WaysIn Ways { get; }

        public RouteConfiguration? Find(RequestSample request)
        {
            foreach (var (route, matcher) in _routes)
            {
                if (matcher.Match(request.Host, request.Path, request.Method, request.Headers) == MatchOutcome.Matches)
                    return route;
            }

            return null;
        }

        public string Describe(RouteConfiguration? route) => route?.Access switch
        {
            null => "404, no route",
            { Kind: AccessKind.Public } => "public",
            { Kind: AccessKind.Deny } => "deny",
            var access => "any-of " + string.Join(", ", access.AnyOf.Select(id => Ways.SchemeOf(id).AllowCleartext ? $"{id} (cleartext too)" : id)),
        };
    }
}

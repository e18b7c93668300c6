using System.Collections.Immutable;
using Countersign.Decisions;

namespace Countersign.Gateway.Configuration;

/// <summary>
/// Says which routes a change opens or closes. It asks both files about requests made from every pattern of both, so that
/// rules that are moved, narrowed or removed show as well.
/// </summary>
public static class ConfigurationDiff
{
    // Enough for hundreds of routes; beyond it, samples of the first patterns suffice.
    private const int MaxSamples = 200_000;

    /// <summary>The changes, in the order of the new file's routes.</summary>
    public static ImmutableArray<ConfigurationChange> Compare(GatewayConfiguration old, GatewayConfiguration @new)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(@new);
        var before = new Rules(old);
        var after = new Rules(@new);
        var changes = new Dictionary<(string, ChangeDirection), ConfigurationChange>();
        foreach (var request in RequestSample.Of([.. old.Routes, .. @new.Routes]).Take(MaxSamples))
        {
            var was = before.Find(request);
            var now = after.Find(request);
            foreach (var direction in Directions(before.Demands(was), after.Demands(now)))
            {
                var route = now?.Name ?? was?.Name ?? "";
                changes.TryAdd((route, direction), new(route, direction, request.ToString(), Describe(was), Describe(now)));
            }
        }

        var order = @new.Routes.Select(route => route.Name).ToList();
        return [.. changes.Values.OrderBy(change => order.IndexOf(change.Route) is >= 0 and var at ? at : int.MaxValue).ThenBy(change => change.Direction)];
    }

    // Demands are sets of ways in: a way that was not there opens, one that is gone closes.
    private static IEnumerable<ChangeDirection> Directions(ImmutableArray<Way> was, ImmutableArray<Way> now)
    {
        if (now.Any(way => !was.Any(old => old.IsAtLeastAsOpenAs(way))))
            yield return ChangeDirection.Opened;
        if (was.Any(way => !now.Any(other => other.IsAtLeastAsOpenAs(way))))
            yield return ChangeDirection.Closed;
    }

    private static string Describe(RouteConfiguration? route) => route?.Access switch
    {
        null => "404, no route",
        { Kind: AccessKind.Public } => "public",
        { Kind: AccessKind.Deny } => "deny",
        var access => "any-of " + string.Join(", ", access.AnyOf),
    };

    private sealed class Rules(GatewayConfiguration configuration)
    {
        private readonly (RouteConfiguration Route, PathPattern Path, HostPattern Host)[] _routes =
            [.. configuration.Routes.Select(route => (route, PathPattern.Parse(route.Match.Path), HostPattern.Parse(route.Match.Host)))];

        public RouteConfiguration? Find(RequestSample request)
        {
            foreach (var (route, path, host) in _routes)
            {
                if (path.Matches(request.Path) && host.Matches(request.Host)
                    && (route.Match.Methods.IsEmpty || route.Match.Methods.Contains(request.Method))
                    && route.Match.Headers.All(wanted => request.Headers.Any(field => field.Key.Equals(wanted.Key, StringComparison.OrdinalIgnoreCase) && (wanted.Value == "*" || wanted.Value == field.Value))))
                {
                    return route;
                }
            }

            return null;
        }

        public ImmutableArray<Way> Demands(RouteConfiguration? route) => route?.Access switch
        {
            null or { Kind: AccessKind.Deny } => [],
            { Kind: AccessKind.Public } => [new Way("", null, [], [])],
            var access => [.. access.AnyOf.SelectMany(scheme => Subjects(access).Select(subject => new Way(Identity(scheme), subject, access.Scopes, access.Networks)))],
        };

        // Users and groups are alternatives; none at all lets every subject in.
        private static IEnumerable<string?> Subjects(AccessConfiguration access)
        {
            if (access.Users.IsEmpty && access.Groups.IsEmpty)
                return [null];
            return access.Users.Select(user => "user " + user).Concat(access.Groups.Select(group => "group " + group));
        }

        // A scheme is what it checks against, not what it is called: another password file under the old name is another way in.
        private string Identity(string id) => configuration.Schemes.FirstOrDefault(scheme => scheme.Id == id) switch
        {
            BasicConfiguration basic => "basic " + (basic.Htpasswd is null ? "store" : Path.GetFileName(basic.Htpasswd)),
            DigestConfiguration digest => $"digest {digest.Realm} {Path.GetFileName(digest.Htdigest)}",
            ApiKeyConfiguration => "api-key",
            _ => "scheme " + id,
        };
    }

    private sealed record Way(string Scheme, string? Subject, ImmutableArray<string> Scopes, ImmutableArray<System.Net.IPNetwork> Networks)
    {
        public bool IsAtLeastAsOpenAs(Way other) =>
            Scheme.Length == 0
            || (Scheme == other.Scheme
                && (Subject is null || Subject == other.Subject)
                && Scopes.All(scope => other.Scopes.Contains(scope))
                && (Networks.IsEmpty || (!other.Networks.IsEmpty && other.Networks.All(inner => Networks.Any(outer => outer.PrefixLength <= inner.PrefixLength && outer.Contains(inner.BaseAddress))))));
    }
}

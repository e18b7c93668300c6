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
        var samples = 0;
        foreach (var request in RequestSample.Of([.. before.Configuration.Routes, .. after.Configuration.Routes]))
        {
            if (++samples > MaxSamples)
                break;
            var was = before.Find(request);
            var now = after.Find(request);
            foreach (var direction in Directions(before.WaysInto(was), after.WaysInto(now)))
            {
                var route = now?.Name ?? was?.Name ?? "";
                changes.TryAdd((route, direction), new(route, direction, request.ToString(), before.Describe(was), after.Describe(now)));
            }
        }

        var order = after.Configuration.Routes.Select(route => route.Name).ToList();
        return new(
            [
                .. TrustChanges(before.Configuration.TrustedProxies, after.Configuration.TrustedProxies),
                .. changes.Values.OrderBy(change => order.IndexOf(change.Route) is >= 0 and var at ? at : int.MaxValue).ThenBy(change => change.Direction),
            ],
            samples <= MaxSamples);
    }

    // Demands are sets of ways in: a way that was not there opens, one that is gone closes.
    private static IEnumerable<ChangeDirection> Directions(ImmutableArray<WayIn> was, ImmutableArray<WayIn> now)
    {
        if (now.Any(way => !was.Any(old => old.IsAtLeastAsOpenAs(way))))
            yield return ChangeDirection.Opened;
        if (was.Any(way => !now.Any(other => other.IsAtLeastAsOpenAs(way))))
            yield return ChangeDirection.Closed;
    }

    // Whoever is believed chooses his address and says that he came over TLS: every route may open.
    private static IEnumerable<ConfigurationChange> TrustChanges(ImmutableArray<IPNetwork> was, ImmutableArray<IPNetwork> now)
    {
        const string Route = "(trusted-proxies)";
        const string Doubted = "X-Forwarded-* ignored";
        const string Believed = "X-Forwarded-* believed";
        return now.Where(network => !WayIn.AreCovered(was, network)).Take(1)
            .Select(network => new ConfigurationChange(Route, ChangeDirection.Opened, $"from {network}", Doubted, Believed))
            .Concat(was.Where(network => !WayIn.AreCovered(now, network)).Take(1)
                .Select(network => new ConfigurationChange(Route, ChangeDirection.Closed, $"from {network}", Believed, Doubted)));
    }

    private sealed class Rules
    {
        private readonly (RouteConfiguration Route, RouteMatcher Matcher)[] _routes;
        private readonly string _folder;

        public Rules(ConfigurationReading reading)
        {
            Configuration = reading.Configuration ?? throw new ArgumentException($"{reading.File} has errors.", nameof(reading));
            _routes = [.. Configuration.Routes.Select(route => (route, new RouteMatcher(route.Match)))];
            _folder = Path.GetDirectoryName(reading.File)!;
        }

        public GatewayConfiguration Configuration { get; }

        public RouteConfiguration? Find(RequestSample request)
        {
            foreach (var (route, matcher) in _routes)
            {
                if (matcher.Match(request.Host, request.Path, request.Method, request.Headers) == MatchOutcome.Matches)
                    return route;
            }

            return null;
        }

        public ImmutableArray<WayIn> WaysInto(RouteConfiguration? route) => route?.Access switch
        {
            null or { Kind: AccessKind.Deny } => [],
            { Kind: AccessKind.Public } => [new WayIn(null, null)],
            var access =>
            [
                .. from scheme in access.AnyOf
                   from proof in ProofsOf(scheme)
                   from subject in Subjects(access)
                   select new WayIn(proof, subject)
                   {
                       Scopes = access.Scopes,
                       Networks = access.Networks,
                       Roles = access.Roles,
                       Claims = access.Claims,
                       SignIn = access.SignIn,
                   },
            ],
        };

        public string Describe(RouteConfiguration? route) => route?.Access switch
        {
            null => "404, no route",
            { Kind: AccessKind.Public } => "public",
            { Kind: AccessKind.Deny } => "deny",
            var access => "any-of " + string.Join(", ", access.AnyOf.Select(id => SchemeOf(id).AllowCleartext ? $"{id} (cleartext too)" : id)),
        };

        // Users and groups are alternatives; none at all lets every subject in.
        private static IEnumerable<string?> Subjects(AccessConfiguration access)
        {
            if (access.Users.IsEmpty && access.Groups.IsEmpty)
                return [null];
            return access.Users.Select(user => "user " + user).Concat(access.Groups.Select(group => "group " + group));
        }

        private SchemeConfiguration SchemeOf(string id) => Configuration.Schemes.First(scheme => scheme.Id == id);

        private IEnumerable<Proof> ProofsOf(string id) => SchemeOf(id) switch
        {
            BasicConfiguration basic => [new(basic.Htpasswd is null ? "basic, store" : "basic", basic.Htpasswd, _folder, basic.AllowCleartext)],
            DigestConfiguration digest => [new($"digest {digest.Realm}", digest.Htdigest, _folder, digest.AllowCleartext)],
            ApiKeyConfiguration key => [new("api-key", null, _folder, key.AllowCleartext)],
            DpopConfiguration dpop => ProofsOf((BearerConfiguration)SchemeOf(dpop.Tokens), "dpop", dpop.AllowCleartext),
            BearerConfiguration bearer => ProofsOf(bearer, "bearer", bearer.AllowCleartext),
            _ => [new("scheme " + id, null, _folder, true)],
        };

        // The word of an issuer is one more way in; where it is asked about all tokens, it is the only one.
        private IEnumerable<Proof> ProofsOf(BearerConfiguration bearer, string way, bool takesCleartext)
        {
            var asked = bearer.Issuers.FirstOrDefault(issuer => issuer.Introspection is not null);
            if (asked is not { Introspection.TakesAll: true })
            {
                foreach (var issuer in bearer.Issuers)
                    yield return new($"{way} {issuer.Name} {issuer.Metadata} {issuer.JwksUri} {issuer.Subjects}", issuer.Keys, _folder, takesCleartext) { Rules = issuer.Rules };
            }

            if (asked is { Introspection: { } introspection })
                yield return new($"{way} by word of {asked.Name} {asked.Metadata} {introspection.Url} {asked.Subjects}", null, _folder, takesCleartext) { Rules = asked.Rules };
        }
    }
}

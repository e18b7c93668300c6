using System.Collections.Immutable;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Forwarding;
using Countersign.Schemes.Session;

namespace Countersign.Gateway.Routing;

/// <summary>A route ready to serve: patterns parsed, schemes built, upstream connected.</summary>
internal sealed class CompiledRoute
{
    public required string Name { get; init; }

    public required RouteMatcher Matcher { get; init; }

    public required AccessPolicy Policy { get; init; }

    public required Upstream? Upstream { get; init; }

    public required RouteConfiguration Configuration { get; init; }

    /// <summary>Whether Authorization is passed on: on public routes unless said otherwise (CONTRACT 11).</summary>
    public required bool ForwardsAuthorization { get; init; }

    /// <summary>The fields that belong to Authorization and are taken off with it: an upstream whose route has no such scheme may want them for itself.</summary>
    public ImmutableArray<string> FieldsBesideAuthorization { get; init; } = [];

    /// <summary>Whether a scheme of the route takes tokens in the query, which are taken out of it with Authorization.</summary>
    public bool TakesTokensInQuery { get; init; }

    /// <summary>Exchanges presented tokens for those that its upstream takes; null where none are exchanged.</summary>
    public UpstreamTokens? Exchange { get; init; }

    /// <summary>The scheme by which people get in who sign in; null when it takes no sessions.</summary>
    public SessionScheme? Session { get; init; }

    /// <summary>The realm of the first scheme, which names the area to people.</summary>
    public string? Realm { get; init; }

    /// <summary>The counters of its requests, resolved once.</summary>
    public required RouteMeters Meters { get; init; }

    /// <summary>Whose scripts may use it; null refuses every preflight and leaves the fields of other answers to the upstream.</summary>
    public CorsRules? Cors { get; init; }
}

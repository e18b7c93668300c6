using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.TokenTools;

/// <summary>What is to be tried of a token.</summary>
/// <param name="Token">The token.</param>
/// <param name="Scheme">The scheme that it is held against: a bearer one, or a DPoP one over it.</param>
/// <param name="Tokens">The bearer scheme with the issuers.</param>
public sealed record TrialOrder(string Token, SchemeConfiguration Scheme, BearerConfiguration Tokens)
{
    /// <summary>A route whose demands are judged as well; null for none.</summary>
    public RouteConfiguration? Route { get; init; }

    /// <summary>The store with the revocations; null to ask none.</summary>
    public StoreAddress? Store { get; init; }

    /// <summary>As of when; null for now.</summary>
    public DateTimeOffset? At { get; init; }

    internal IEnumerable<SchemeConfiguration> Schemes => new[] { Scheme, Tokens }.Distinct();

    /// <summary>The order for a scheme of a configuration.</summary>
    /// <param name="token">The token.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="scheme">The scheme's name; null for the only one that takes tokens.</param>
    /// <param name="route">The route's name; null for none.</param>
    /// <param name="problem">Why there is none, in one sentence; null when there is.</param>
    public static TrialOrder? Of(string token, GatewayConfiguration configuration, string? scheme, string? route, out string? problem)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var target = route is null ? null : configuration.Routes.FirstOrDefault(each => each.Name == route);
        problem = route is not null && target is null ? $"there is no route '{route}'{Among(configuration.Routes.Select(each => each.Name))}" : null;
        if (problem is not null)
            return null;
        var takers = configuration.Schemes.Where(each => each is BearerConfiguration or DpopConfiguration).Where(each => target is null || target.Access.AnyOf.Contains(each.Id)).ToList();
        var chosen = scheme is null ? takers is [var only] ? only : takers.Find(each => each is BearerConfiguration && takers.Count(other => other is BearerConfiguration) == 1) : takers.Find(each => each.Id == scheme);
        if (chosen is null)
        {
            var where = target is null ? "the configuration" : $"the route '{target.Name}'";
            problem = takers.Count == 0 ? $"no scheme of {where} takes tokens"
                : scheme is null ? $"several schemes take tokens: name one by --scheme{Among(takers.Select(each => each.Id))}"
                : $"no scheme '{scheme}' of {where} takes tokens{Among(takers.Select(each => each.Id))}";
            return null;
        }

        var tokens = chosen as BearerConfiguration ?? configuration.Schemes.OfType<BearerConfiguration>().First(each => each.Id == ((DpopConfiguration)chosen).Tokens);
        return new(token, chosen, tokens) { Route = target, Store = configuration.Store };
    }

    /// <summary>The same with other keys for every issuer.</summary>
    /// <param name="keys">A file or an http or https URL.</param>
    public TrialOrder WithKeys(string keys)
    {
        var other = Tokens with { Issuers = [.. Tokens.Issuers.Select(issuer => KeysFrom(issuer, keys))] };
        return this with { Tokens = other, Scheme = Scheme is BearerConfiguration ? other : Scheme };
    }

    private static IssuerConfiguration KeysFrom(IssuerConfiguration issuer, string keys) =>
        Uri.TryCreate(keys, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            ? issuer with { Keys = null, Metadata = null, JwksUri = url }
            : issuer with { Keys = Path.GetFullPath(keys) };

    private static string Among(IEnumerable<string> names) => names.ToList() is { Count: > 0 } all ? $"; there is {string.Join(", ", all)}" : "";
}

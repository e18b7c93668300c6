using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Tokens.Rules;

namespace Countersign.Gateway.Configuration;

/// <summary>Whether demands let in all whom other demands let in.</summary>
internal static class Openness
{
    /// <summary>Of two lists, one member of which is needed and none of which is when it is empty: whether the first takes what the second takes.</summary>
    public static bool OfOneOf(ImmutableArray<string> wanted, ImmutableArray<string> other) =>
        wanted.IsEmpty || (!other.IsEmpty && other.All(value => wanted.Contains(value)));

    public static bool Of(SignInDemand? demand, SignInDemand? other) =>
        demand is null
        || (other is not null && OfOneOf(demand.AcrValues, other.AcrValues) && (demand.MaxAge is not { } longest || other.MaxAge <= longest));

    public static bool Of(TokenRules rules, TokenRules other) =>
        OfOneOf(rules.Audiences, other.Audiences)
        && other.Types.All(type => rules.Types.Contains(type, StringComparer.OrdinalIgnoreCase))
        && other.Algorithms.All(algorithm => rules.Algorithms.Contains(algorithm))
        && rules.Required.All(claim => other.Required.Contains(claim))
        && OfOneOf(rules.Clients, other.Clients)
        && rules.Values.All(rule => other.Values.Any(known => known.Name == rule.Name && OfOneOf(rule.Values, known.Values)))
        && rules.Leeway >= other.Leeway
        && (rules.MaxLifetime is not { } longest || other.MaxLifetime <= longest)
        && (!rules.RefuseFutureIssuedAt || other.RefuseFutureIssuedAt);
}

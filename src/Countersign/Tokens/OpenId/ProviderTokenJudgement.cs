using System.Collections.Immutable;

namespace Countersign.Tokens.OpenId;

/// <summary>What became of a token by which a provider speaks to the gateway.</summary>
public readonly record struct ProviderTokenJudgement
{
    /// <summary>What it says; null unless it counts.</summary>
    public JwtClaims? Claims { get; init; }

    /// <summary>Every check that failed, for the operator; nothing in it is a secret.</summary>
    public ImmutableArray<string> Failures { get; init; }

    /// <summary>Why it could not be judged: the provider's keys can't be had. Null when it was.</summary>
    public string? Outage { get; init; }
}

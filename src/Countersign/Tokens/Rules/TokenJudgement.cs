using System.Collections.Immutable;

namespace Countersign.Tokens.Rules;

/// <summary>What became of a token.</summary>
public readonly record struct TokenJudgement
{
    /// <summary>The token, once a key of a trusted issuer was found to have signed it; it may still fail other checks.</summary>
    public VerifiedToken? Token { get; init; }

    /// <summary>What the token says of itself, where that could be read; unproven without <see cref="Token"/>.</summary>
    public JwtClaims? Claims { get; init; }

    /// <summary>Every check that failed, in the order of <see cref="TokenCheck"/>.</summary>
    public ImmutableArray<TokenFailure> Failures { get; init; }

    /// <summary>Why the token could not be judged at all, such as that the issuer's keys can't be had. Null when it was.</summary>
    public string? Outage { get; init; }

    /// <summary>Whether the outage is on this side, such as a list of revocations that can't be read, and no fault of the issuer.</summary>
    public bool IsOwnOutage { get; init; }

    /// <summary>Whether the token counts.</summary>
    public bool IsGood => Token is not null && Outage is null && Failures.IsDefaultOrEmpty;
}

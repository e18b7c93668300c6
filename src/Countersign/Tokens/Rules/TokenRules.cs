using System.Collections.Immutable;

namespace Countersign.Tokens.Rules;

/// <summary>What the tokens of one issuer must be like to count here. Defaults are those of RFC 9068 §4.</summary>
public sealed record TokenRules
{
    /// <summary>The algorithms that are taken by default: all that sign with a private key and that this system has.</summary>
    public static ImmutableArray<JwsAlgorithm> AsymmetricAlgorithms { get; } =
        [.. JwsAlgorithm.All.Where(algorithm => algorithm is { IsSymmetric: false, IsSupported: true })];

    /// <summary>The names of this resource, one of which has to be in <c>aud</c>. Empty lets tokens for anybody in: for issuers that serve nobody else.</summary>
    public ImmutableArray<string> Audiences { get; init; } = [];

    /// <summary>The media types of <c>typ</c> that are taken; <c>JWT</c> among them takes tokens without <c>typ</c> as well.</summary>
    public ImmutableArray<string> Types { get; init; } = ["at+jwt"];

    /// <summary>The algorithms that are taken.</summary>
    public ImmutableArray<JwsAlgorithm> Algorithms { get; init; } = AsymmetricAlgorithms;

    /// <summary>The claims that have to be there; <c>exp</c> always has.</summary>
    public ImmutableArray<string> Required { get; init; } = ["sub"];

    /// <summary>The clients (<c>client_id</c>, else <c>azp</c>) whose tokens are taken; empty for all.</summary>
    public ImmutableArray<string> Clients { get; init; } = [];

    /// <summary>Rules for any other claims, all of which have to hold.</summary>
    public ImmutableArray<ClaimRule> Values { get; init; } = [];

    /// <summary>How far the issuer's clock may be off, from zero to a few minutes (RFC 7519 §4.1.4).</summary>
    public TimeSpan Leeway { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The longest time from <c>iat</c> to <c>exp</c>; null for no bound.</summary>
    public TimeSpan? MaxLifetime { get; init; }

    /// <summary>Whether an <c>iat</c> in the future is refused; by itself it is no reason (RFC 7519 §4.1.6).</summary>
    public bool RefuseFutureIssuedAt { get; init; }
}

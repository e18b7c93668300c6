using System.Collections.Immutable;
using Countersign.Lab.Simulator.Provider.Grants;
using Countersign.Tokens;

namespace Countersign.Lab.Simulator.Provider.Tokens;

/// <summary>What tokens are to be like. What is not asked for is as it should be.</summary>
internal sealed record TokenWish
{
    /// <summary>Whom they are about.</summary>
    public string Subject { get; init; } = "anna";

    /// <summary>The client that they are given to.</summary>
    public string ClientId { get; init; } = "playground";

    /// <summary>What they may be used for.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>Whom they are for; the whole simulator when null.</summary>
    public string? Audience { get; init; }

    /// <summary>The resource that it was granted for (RFC 8707 §2); null for any of the simulator.</summary>
    public string? Resource { get; init; }

    /// <summary>How long access tokens count, in seconds.</summary>
    public int Life { get; init; } = 300;

    /// <summary>For how many requests they count; null for any number.</summary>
    public int? Uses { get; init; }

    /// <summary>After how many requests they are called back; null for never.</summary>
    public int? RevokedAfter { get; init; }

    /// <summary>What is wrong with them; null for nothing.</summary>
    public TokenFlaw? Flaw { get; init; }

    /// <summary>What signs them.</summary>
    public JwsAlgorithm Algorithm { get; init; } = JwsAlgorithm.ES256;

    /// <summary>Whether only the provider can read them.</summary>
    public bool IsOpaque { get; init; }

    /// <summary>The key that they are bound to (RFC 9449 §6); null for none.</summary>
    public string? Thumbprint { get; init; }

    /// <summary>How strongly the person signed in (RFC 9470); null where it is not said.</summary>
    public string? Acr { get; init; }

    /// <summary>How long before the token that was, in seconds; null where it is not said.</summary>
    public int? SignedInAgo { get; init; }

    /// <summary>When that was; null where it is not said.</summary>
    public DateTimeOffset? SignedInAt { get; init; }

    /// <summary>When that was for a token of a time, in seconds since 1970; null where it is not said.</summary>
    public long? AuthTime(DateTimeOffset now) => SignedInAt?.ToUnixTimeSeconds() ?? now.ToUnixTimeSeconds() - SignedInAgo;

    /// <summary>What becomes of refresh tokens; null where none is given.</summary>
    public RefreshManner? Refresh { get; init; }

    /// <summary>How long refresh tokens count, in seconds; null for as long as the simulator runs.</summary>
    public int? RefreshLife { get; init; }

    /// <summary>Whether proofs at the token endpoint need a nonce (RFC 9449 §8).</summary>
    public bool NeedsNonce { get; init; }
}

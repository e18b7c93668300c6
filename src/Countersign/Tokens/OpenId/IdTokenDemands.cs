using System.Collections.Immutable;

namespace Countersign.Tokens.OpenId;

/// <summary>What an ID token has to fit: the login that it answers.</summary>
public sealed record IdTokenDemands
{
    /// <summary>What was sent as <c>nonce</c>; null when none was.</summary>
    public string? Nonce { get; init; }

    /// <summary>The access token that came with it, which <c>at_hash</c> is held against.</summary>
    public Secret? AccessToken { get; init; }

    /// <summary>The <c>sub</c> that it has to have, as a refreshed one has to (Core §12.2); null for any.</summary>
    public string? Subject { get; init; }

    /// <summary>How long ago the person may have signed in; null when that was not asked.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>The <c>acr</c> of which one is needed; empty when none was asked for.</summary>
    public ImmutableArray<string> AcrValues { get; init; } = [];
}

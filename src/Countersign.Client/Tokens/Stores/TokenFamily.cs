using System.Collections.Immutable;

namespace Countersign.Client.Tokens.Stores;

/// <summary>A refresh token with the access tokens that were got by it (RFC 9700 §4.14.2). With a new refresh token the former one is used up.</summary>
/// <param name="Endpoint">The token endpoint that gave them; they are shown to no other.</param>
/// <param name="ClientId">The client to which it gave them.</param>
public sealed record TokenFamily(Uri Endpoint, string ClientId)
{
    private const int MaxTokens = 32;

    /// <summary>By which a store knows it from what was in its place before; null for what is not kept yet. Stores set it.</summary>
    public string? Version { get; init; }

    /// <summary>The refresh token; null where there is none (any more), and a person has to sign in.</summary>
    public Secret? RefreshToken { get; init; }

    /// <summary>The mark of the refresh token of the configuration with which it began, so that it is not begun with again; null where it began with a sign-in.</summary>
    public string? Seed { get; init; }

    /// <summary>How the client is registered; null but in the entry of a client that registered itself, which has no tokens.</summary>
    public ClientRegistration? Registration { get; init; }

    /// <summary>The access tokens.</summary>
    public ImmutableArray<FamilyToken> Tokens { get; init; } = [];

    /// <summary>What is kept for a request; null for nothing.</summary>
    public FamilyToken? Find(TokenRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Tokens.FirstOrDefault(each => each.IsFor(request));
    }

    /// <summary>With this token in place of the one for the same requests.</summary>
    public TokenFamily With(FamilyToken token)
    {
        ArgumentNullException.ThrowIfNull(token);
        var others = Tokens.Where(each => each.AskedScope != token.AskedScope || each.Resource != token.Resource);
        return this with { Tokens = [token, .. others.OrderByDescending(each => each.GivenAt).Take(MaxTokens - 1)] };
    }
}

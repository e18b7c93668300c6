using Countersign.Tokens;

namespace Countersign.Ports;

/// <summary>What a token is called, so that a revocation can mean it.</summary>
/// <param name="Issuer">Who made it; names below are this issuer's.</param>
/// <param name="Hash">The token's hash.</param>
public readonly record struct TokenNames(string Issuer, TokenHash Hash)
{
    /// <summary>Its own name, <c>jti</c>; null when it has none.</summary>
    public string? Id { get; init; }

    /// <summary>The session that it belongs to, <c>sid</c>; null when none is named.</summary>
    public string? Session { get; init; }

    /// <summary>Whom it is about, <c>sub</c>; null when nobody is named.</summary>
    public string? Subject { get; init; }

    /// <summary>When it was made: a subject's revocation leaves alone what was made after it; null counts as before.</summary>
    public DateTimeOffset? IssuedAt { get; init; }
}

/// <summary>Knows which tokens were called back before their end (RFC 7009 §1). Asked for every request, from memory.</summary>
public interface IRevocations
{
    /// <summary>Whether the answers can be relied on; while not, no token gets in.</summary>
    bool IsReadable { get; }

    /// <summary>Why a token counts no more, in words for the operator without anything of the token; null when nobody called it back.</summary>
    string? Find(in TokenNames token);
}

using Countersign.AspNetCore.Stores;
using Countersign.Tokens;
using Countersign.Wire;

namespace Countersign.Gateway.Admin;

/// <summary>What a revocation keeps of a token: hashes and an end, never the token. Its signature is not looked at: who has a forged one revokes nothing else by it.</summary>
public static class TokenToRevoke
{
    /// <summary>A token has to outlive its end by nothing; clocks differ.</summary>
    private static readonly TimeSpan Margin = TimeSpan.FromDays(1);

    /// <summary>Why a text can't be a token (RFC 6750 §2.1), in words that have nothing of it; null when it can.</summary>
    public static string? FaultOf(string token)
    {
        if (token.Length == 0)
            return "There is no token.";
        if (token.Length > JwsReader.MaxLength)
            return "The token is longer than 16384 characters; no such token is let in.";
        return WireChars.IsToken68(token)
            ? null
            : "The token has a character that no token has; give it alone, without a scheme, quotes or blanks.";
    }

    /// <summary>Why a text is not the hash of a token; null when it is one.</summary>
    public static string? FaultOfHash(string hash) =>
        TokenHash.TryParse(hash, out _) ? null : "The hash of a token is a SHA-256 in 64 hexadecimal digits.";

    /// <summary>The revocation of a token. Without a term it is kept until a day after the token's own end, for good when the token has none.</summary>
    /// <param name="token">The token; <see cref="FaultOf"/> found nothing.</param>
    /// <param name="term">A term that <see cref="TermRules.OfRevocation"/> takes, or null.</param>
    /// <param name="now">The time.</param>
    public static RevocationRecord Revocation(string token, string? term, DateTimeOffset now) => new(RevocationKind.Token, TokenHash.Of(token).ToString())
    {
        Twin = EcdsaTwin.Of(token) is { } twin ? TokenHash.Of(twin).ToString() : null,
        Until = term is null && ClaimsOf(token) is { } claims ? EndOf(claims, now) : TermRules.RevocationEnd(term, now),
    };

    private static JwtClaims? ClaimsOf(string token) => JwsReader.Read(token).Token is { } read ? JwtClaimsReader.Read(read, out _) : null;

    private static DateTimeOffset? EndOf(JwtClaims claims, DateTimeOffset now)
    {
        if (claims.ExpiresAt is not { } end)
            return null;
        var floor = now + Margin;
        if (end.ToTime() is { } time && time < DateTimeOffset.MaxValue - Margin)
            return time + Margin > floor ? time + Margin : floor;
        return end.Seconds < 0 ? floor : null;
    }
}

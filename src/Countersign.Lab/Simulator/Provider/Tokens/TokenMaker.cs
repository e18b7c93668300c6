using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Tokens;

namespace Countersign.Lab.Simulator.Provider.Tokens;

/// <summary>Writes the claims of tokens.</summary>
internal static class TokenMaker
{
    private const int IdTokenLife = 300;

    /// <summary>An access token (RFC 9068 §2).</summary>
    public static TokenDraft AccessToken(TokenWish wish, ProviderPlace place, ProviderKeys keys, TokenGrant grant, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = place.Issuer,
            ["sub"] = wish.Subject,
            ["aud"] = wish.Audience ?? wish.Resource ?? place.Origin,
            ["client_id"] = wish.ClientId,
            ["iat"] = seconds,
            ["exp"] = seconds + wish.Life,
            ["jti"] = Handle.Next(),
            ["sid"] = grant.Id,
        };
        if (!wish.Scopes.IsEmpty)
            claims["scope"] = string.Join(' ', wish.Scopes);
        if (wish.Acr is { } acr)
            claims["acr"] = acr;
        if (wish.AuthTime(now) is { } signedIn)
            claims["auth_time"] = signedIn;
        if (wish.Thumbprint is { } thumbprint)
            claims["cnf"] = new JsonObject { ["jkt"] = thumbprint };
        var draft = new TokenDraft(keys, keys.Signer(wish.Algorithm), claims, "at+jwt");
        wish.Flaw?.Change(draft);
        return draft;
    }

    /// <summary>An ID token (OpenID Connect Core §2).</summary>
    public static string IdToken(TokenWish wish, ProviderPlace place, ProviderKeys keys, string accessToken, string? nonce, DateTimeOffset now)
    {
        var seconds = now.ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["iss"] = place.Issuer,
            ["sub"] = wish.Subject,
            ["aud"] = wish.ClientId,
            ["iat"] = seconds,
            ["exp"] = seconds + IdTokenLife,
            ["auth_time"] = wish.AuthTime(now) ?? seconds,

            // OpenID Connect Core §3.1.3.6
            ["at_hash"] = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(accessToken)).AsSpan(0, 16)),
        };
        if (nonce is not null)
            claims["nonce"] = nonce;
        if (wish.Acr is { } acr)
            claims["acr"] = acr;
        return new TokenDraft(keys, keys.Signer(JwsAlgorithm.RS256), claims, "JWT").Write();
    }
}

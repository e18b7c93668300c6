using System.Text.Json.Nodes;

namespace Countersign.Lab.Simulator.Provider.Tokens;

/// <summary>Tokens that the provider gave.</summary>
/// <param name="Wish">What they are like.</param>
/// <param name="AccessToken">The access token.</param>
/// <param name="Claims">What it says.</param>
internal sealed record MintedTokens(TokenWish Wish, string AccessToken, JsonObject Claims)
{
    /// <summary>The refresh token; null for none.</summary>
    public string? RefreshToken { get; init; }

    /// <summary>The ID token; null for none.</summary>
    public string? IdToken { get; init; }

    /// <summary>The answer of a token endpoint (RFC 6749 §5.1).</summary>
    public JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["access_token"] = AccessToken,
            ["token_type"] = Wish.Thumbprint is null ? "Bearer" : "DPoP",
            ["expires_in"] = Wish.Life,
        };
        if (!Wish.Scopes.IsEmpty)
            json["scope"] = string.Join(' ', Wish.Scopes);
        if (RefreshToken is not null)
            json["refresh_token"] = RefreshToken;
        if (IdToken is not null)
            json["id_token"] = IdToken;
        return json;
    }
}

using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.Gateway.TokenTools;

/// <summary>What a test token is to say.</summary>
public sealed record MintOrder
{
    /// <summary><c>iss</c>; null leaves it out.</summary>
    public string? Issuer { get; init; }

    /// <summary><c>aud</c>; empty leaves it out.</summary>
    public ImmutableArray<string> Audiences { get; init; } = [];

    /// <summary><c>sub</c>; null leaves it out.</summary>
    public string? Subject { get; init; }

    /// <summary><c>client_id</c>; null leaves it out.</summary>
    public string? Client { get; init; }

    /// <summary><c>scope</c>; empty leaves it out.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];

    /// <summary>From now to <c>exp</c>; negative for a token that has expired.</summary>
    public TimeSpan Expires { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>From now to <c>nbf</c>; null leaves it out.</summary>
    public TimeSpan? NotBefore { get; init; }

    /// <summary><c>typ</c> of the header; empty leaves it out.</summary>
    public string Type { get; init; } = "at+jwt";

    /// <summary>Further claims, as JSON values; they take the place of those above.</summary>
    public ImmutableArray<KeyValuePair<string, JsonNode?>> Claims { get; init; } = [];
}

/// <summary>Makes tokens for tests.</summary>
public static class TokenMint
{
    private const int IdLength = 16;

    /// <summary>A token, signed by the key.</summary>
    public static string Write(SigningKey key, MintOrder order, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(order);
        return JwsWriter.Write(key, Encoding.UTF8.GetBytes(Claims(order, now.ToUnixTimeSeconds()).ToJsonString()), order.Type.Length == 0 ? null : order.Type);
    }

    /// <summary>A claim as <c>name=JSON</c>; null when it is none.</summary>
    public static KeyValuePair<string, JsonNode?>? ReadClaim(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var sign = text.IndexOf('=', StringComparison.Ordinal);
        if (sign < 1)
            return null;
        try
        {
            var value = JsonNode.Parse(text[(sign + 1)..]);

            // Half a surrogate pair is JSON and no text, and comes to light when it is written.
            _ = value?.ToJsonString();
            return new(text[..sign], value);
        }
        catch (Exception broken) when (broken is System.Text.Json.JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static JsonObject Claims(MintOrder order, long now)
    {
        var claims = new JsonObject();
        if (order.Issuer is not null)
            claims["iss"] = order.Issuer;
        if (order.Subject is not null)
            claims["sub"] = order.Subject;
        if (order.Audiences is [var only])
            claims["aud"] = only;
        else if (!order.Audiences.IsEmpty)
            claims["aud"] = new JsonArray([.. order.Audiences.Select(audience => (JsonNode)audience)]);
        if (order.Client is not null)
            claims["client_id"] = order.Client;
        if (!order.Scopes.IsEmpty)
            claims["scope"] = string.Join(' ', order.Scopes);
        claims["iat"] = now;
        if (order.NotBefore is { } start)
            claims["nbf"] = now + (long)start.TotalSeconds;
        claims["exp"] = now + (long)order.Expires.TotalSeconds;
        claims["jti"] = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(IdLength));
        foreach (var (name, value) in order.Claims)
            claims[name] = value?.DeepClone();
        return claims;
    }
}

using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>What the metadata of an authorization server (RFC 8414 §2) or OpenID provider say of it; null for what they don't. URLs are as they stand there.</summary>
/// <param name="Issuer"><c>issuer</c>, which has to be the one that was asked for (RFC 8414 §3.3).</param>
/// <param name="JwksUri"><c>jwks_uri</c>: where its keys are.</param>
public sealed record IssuerMetadata(string? Issuer, string? JwksUri)
{
    /// <summary><c>token_endpoint</c>: where tokens are given and exchanged.</summary>
    public string? TokenEndpoint { get; init; }

    /// <summary><c>introspection_endpoint</c>: where it says what a token is worth (RFC 7662).</summary>
    public string? IntrospectionEndpoint { get; init; }

    /// <summary>Reads a document of at most <see cref="JwkReader.MaxLength"/> octets; null with the reason when it is no sound JSON object. Never throws.</summary>
    public static IssuerMetadata? Read(ReadOnlySpan<byte> json, out TokenFault? fault)
    {
        fault = StrictJson.CheckObject(json, JwkReader.MaxLength, TokenPart.Text);
        if (fault is not null)
            return null;
        var document = JsonElement.Parse(json);
        return new(TextOf(document, "issuer"u8), TextOf(document, "jwks_uri"u8))
        {
            TokenEndpoint = TextOf(document, "token_endpoint"u8),
            IntrospectionEndpoint = TextOf(document, "introspection_endpoint"u8),
        };
    }

    private static string? TextOf(JsonElement document, ReadOnlySpan<byte> name) =>
        document.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}

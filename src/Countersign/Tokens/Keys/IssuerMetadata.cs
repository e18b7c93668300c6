using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>What the metadata of an authorization server (RFC 8414 §2) or OpenID provider say of its keys; null for what they don't.</summary>
/// <param name="Issuer"><c>issuer</c>, which has to be the one that was asked for (RFC 8414 §3.3).</param>
/// <param name="JwksUri"><c>jwks_uri</c>, as it stands there.</param>
public sealed record IssuerMetadata(string? Issuer, string? JwksUri)
{
    /// <summary>Reads a document of at most <see cref="JwkReader.MaxLength"/> octets; null with the reason when it is no sound JSON object. Never throws.</summary>
    public static IssuerMetadata? Read(ReadOnlySpan<byte> json, out TokenFault? fault)
    {
        fault = StrictJson.CheckObject(json, JwkReader.MaxLength, TokenPart.Text);
        if (fault is not null)
            return null;
        var document = JsonElement.Parse(json);
        return new(TextOf(document, "issuer"u8), TextOf(document, "jwks_uri"u8));
    }

    private static string? TextOf(JsonElement document, ReadOnlySpan<byte> name) =>
        document.TryGetProperty(name, out var member) && member.ValueKind == JsonValueKind.String ? member.GetString() : null;
}

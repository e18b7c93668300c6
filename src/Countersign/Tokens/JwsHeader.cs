using System.Text.Json;

namespace Countersign.Tokens;

/// <summary>
/// The protected header of a token (RFC 7515 §4), as its signer wrote it: hints until the signature is verified. What names a key
/// (<c>jku</c>, <c>jwk</c>, <c>x5u</c>, <c>x5c</c>) is never followed, but for the <c>jwk</c> of a proof of possession (RFC 9449 §4.2).
/// </summary>
public sealed class JwsHeader
{
    private readonly ReadOnlyMemory<byte> _json;

    internal JwsHeader(ReadOnlyMemory<byte> json) => _json = json;

    /// <summary>The algorithm, or null when it is missing or not known here.</summary>
    public JwsAlgorithm? Algorithm { get; internal init; }

    /// <summary>The text of <c>alg</c>, or null.</summary>
    public string? AlgorithmName { get; internal init; }

    /// <summary><c>kid</c>: which key, in a text of any shape; null when it is not said (RFC 7515 §4.1.4).</summary>
    public string? KeyId { get; internal init; }

    /// <summary><c>typ</c> as written, or null (RFC 7515 §4.1.9).</summary>
    public string? Type { get; internal init; }

    /// <summary><c>cty</c> as written, or null (RFC 7515 §4.1.10).</summary>
    public string? ContentType { get; internal init; }

    /// <summary>Whether <c>typ</c> is a media type: <c>at+jwt</c>, <c>AT+JWT</c> and <c>application/at+jwt</c> are the same.</summary>
    public bool IsType(string mediaType) => IsMediaType(Type, mediaType);

    /// <summary>Any member by its name. Parses the header anew: keep what was found.</summary>
    public bool TryGet(string name, out JsonElement value) => JsonElement.Parse(_json.Span).TryGetProperty(name, out value);

    /// <summary><c>jwk</c> as written, or empty (RFC 7515 §4.1.3). For proofs of possession alone: elsewhere a key out of a token proves nothing.</summary>
    internal ReadOnlySpan<byte> EmbeddedKey()
    {
        var reader = new Utf8JsonReader(_json.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isKey = reader.ValueTextEquals("jwk"u8);
            reader.Read();
            var start = (int)reader.TokenStartIndex;
            reader.Skip();
            if (isKey)
                return _json.Span[start..(int)reader.BytesConsumed];
        }

        return default;
    }

    internal static bool IsMediaType(ReadOnlySpan<char> written, ReadOnlySpan<char> mediaType) =>
        WithoutApplication(written).Equals(WithoutApplication(mediaType), StringComparison.OrdinalIgnoreCase);

    // RFC 7515 §4.1.9: the prefix is left out when no other slash stands in the value.
    private static ReadOnlySpan<char> WithoutApplication(ReadOnlySpan<char> type)
    {
        const string Prefix = "application/";
        return type.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !type[Prefix.Length..].Contains('/') ? type[Prefix.Length..] : type;
    }
}

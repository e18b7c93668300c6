using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Countersign.Tokens.Keys;

namespace Countersign.Tokens;

/// <summary>Makes tokens in the compact serialization (RFC 7515 §7.1).</summary>
public static class JwsWriter
{
    // The header is base64url in the end: nothing in it can be mistaken for markup, and people read at+jwt more easily than at\u002Bjwt.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Signs a payload.</summary>
    /// <param name="key">The key; its algorithm and <c>kid</c> go into the header.</param>
    /// <param name="payload">The payload, for a JWT the claims as JSON.</param>
    /// <param name="type"><c>typ</c>, such as <c>at+jwt</c>; left out when null.</param>
    public static string Write(SigningKey key, ReadOnlySpan<byte> payload, string? type = null)
    {
        ArgumentNullException.ThrowIfNull(key);
        var header = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(header, Plain))
        {
            json.WriteStartObject();
            json.WriteString("alg"u8, key.Algorithm.Name);
            if (type is not null)
                json.WriteString("typ"u8, type);
            if (key.KeyId is not null)
                json.WriteString("kid"u8, key.KeyId);
            json.WriteEndObject();
        }

        return Write(key, Base64Url.EncodeToString(header.WrittenSpan), payload);
    }

    /// <summary>Signs a payload under a header that is base64url already.</summary>
    internal static string Write(SigningKey key, string header, ReadOnlySpan<byte> payload)
    {
        var input = $"{header}.{Base64Url.EncodeToString(payload)}";
        return $"{input}.{Base64Url.EncodeToString(key.Sign(Encoding.ASCII.GetBytes(input)))}";
    }
}

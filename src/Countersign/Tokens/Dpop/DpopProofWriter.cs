using System.Buffers;
using System.Buffers.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Countersign.Tokens.Keys;

namespace Countersign.Tokens.Dpop;

/// <summary>Makes proofs of one key (RFC 9449 §4.2), each good for one request. Any number of threads may use it at once.</summary>
public sealed class DpopProofWriter
{
    // 128 bits: nobody has to remember which were used (RFC 9449 §4.2 asks for 96).
    private const int IdOctets = 16;

    // The proof is base64url in the end: nothing in it can be mistaken for markup.
    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SigningKey _key;
    private readonly string _header;

    /// <summary>A writer of proofs by a key.</summary>
    /// <exception cref="ArgumentException">The key is a secret: who can verify its proofs could make them.</exception>
    public DpopProofWriter(SigningKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (key.Algorithm.IsSymmetric)
            throw new ArgumentException("Proofs need a key of two halves.", nameof(key));
        _key = key;
        _header = HeaderOf(key);
    }

    /// <summary>What the proofs are signed by.</summary>
    public JwsAlgorithm Algorithm => _key.Algorithm;

    /// <summary>The thumbprint of the key: what tokens are bound to (<c>cnf.jkt</c>), and what an authorization request names (<c>dpop_jkt</c>, RFC 9449 §10).</summary>
    public string Thumbprint => _key.Verifier.Thumbprint;

    /// <summary>A new proof; no two are alike.</summary>
    /// <param name="method">The method, as it stands in the request.</param>
    /// <param name="target">Where the request goes; query, fragment and user information are left out.</param>
    /// <param name="issuedAt">The time, as the server has it.</param>
    /// <param name="accessToken">The access token that goes with it; null where there is none, as at a token endpoint.</param>
    /// <param name="nonce">The newest nonce of the server; null where it gave none.</param>
    /// <exception cref="ArgumentException">The target is no http or https address.</exception>
    public string Write(string method, Uri target, DateTimeOffset issuedAt, string? accessToken = null, string? nonce = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(method);
        ArgumentNullException.ThrowIfNull(target);
        Span<byte> id = stackalloc byte[IdOctets];
        RandomOctets.Fill(id);
        var payload = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(payload, Plain))
        {
            json.WriteStartObject();
            json.WriteString("jti"u8, Base64Url.EncodeToString(id));
            json.WriteString("htm"u8, method);
            json.WriteString("htu"u8, DpopUri.Of(target));
            json.WriteNumber("iat"u8, issuedAt.ToUnixTimeSeconds());
            if (accessToken is not null)
                json.WriteString("ath"u8, TokenHash.Of(accessToken).ToBase64Url());
            if (nonce is not null)
                json.WriteString("nonce"u8, nonce);
            json.WriteEndObject();
        }

        return JwsWriter.Write(_key, _header, payload.WrittenSpan);
    }

    private static string HeaderOf(SigningKey key)
    {
        var header = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(header, Plain))
        {
            json.WriteStartObject();
            json.WriteString("typ"u8, "dpop+jwt");
            json.WriteString("alg"u8, key.Algorithm.Name);

            // Of a key of two halves, the required members are the public ones alone.
            json.WriteStartObject("jwk"u8);
            key.Material.WriteRequired(json);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(header.WrittenSpan);
    }
}

using System.Buffers.Text;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>
/// A key that verifies, bound to the algorithms that it is for: a token can't choose another (RFC 8725 §3.1). Prepared once; any number of
/// threads may use it at once, and nobody has to dispose it.
/// </summary>
public sealed class VerificationKey
{
    private readonly Lazy<string> _thumbprint;

    private readonly string? _fragment;

    private readonly bool _isOfAnyName;

    /// <param name="material">The key itself.</param>
    /// <param name="keyId">Its name, or null.</param>
    /// <param name="algorithms">What it is for.</param>
    /// <param name="isDidUrl">Whether the name is a verification method, which issuers write whole or as its fragment alone.</param>
    /// <param name="ends">From when on it verifies no more; null for never.</param>
    /// <param name="isOfAnyName">Whether a token may call it as it likes, since the key has no place for a name.</param>
    internal VerificationKey(
        KeyMaterial material, string? keyId, ImmutableArray<JwsAlgorithm> algorithms, bool isDidUrl = false, DateTimeOffset? ends = null, bool isOfAnyName = false)
    {
        _isOfAnyName = isOfAnyName;
        _fragment = isDidUrl ? keyId?[(keyId.IndexOf('#') + 1)..] : null;
        Material = material;
        KeyId = keyId;
        Algorithms = algorithms;
        Ends = ends;
        _thumbprint = new(() => ThumbprintOf(material));
    }

    /// <summary><c>kid</c>, or null when the key has none.</summary>
    public string? KeyId { get; }

    /// <summary><c>kty</c>: RSA, EC, OKP or oct (RFC 7518 §6.1).</summary>
    public string KeyType => Material.KeyType;

    /// <summary><c>crv</c>: P-256, P-384, P-521 or Ed25519; null for keys without a curve.</summary>
    public string? Curve => Material.Curve;

    /// <summary>What the key may verify: the one that its <c>alg</c> names, else all that fit its type, curve and length.</summary>
    public ImmutableArray<JwsAlgorithm> Algorithms { get; }

    /// <summary>From when on it verifies nothing any more, as its issuer says (DID documents: <c>expires</c>, <c>revoked</c>); null for never.</summary>
    public DateTimeOffset? Ends { get; }

    /// <summary>Whether the key is a secret, with which can also be signed (HMAC).</summary>
    public bool IsSecret => KeyType == "oct";

    /// <summary>The SHA-256 thumbprint in base64url (RFC 7638, RFC 8037 §2). That of a secret must not be published (RFC 7638 §7).</summary>
    public string Thumbprint => _thumbprint.Value;

    internal KeyMaterial Material { get; }

    /// <summary>Null when this key signed the token; else why it can't have: <see cref="TokenFaultKind.AlgorithmNotForKey"/>, a wrong length, a wrong signature.</summary>
    public TokenFaultKind? Check(Jws token) =>
        Algorithms.Contains(token.Algorithm) ? Material.Check(token.Algorithm, token.SigningInput, token.Signature) : TokenFaultKind.AlgorithmNotForKey;

    /// <summary>Whether a token's <c>kid</c> means this key.</summary>
    internal bool IsNamed(string keyId) => _isOfAnyName || keyId == KeyId || _fragment is not null && keyId.AsSpan(keyId is ['#', ..] ? 1 : 0).SequenceEqual(_fragment);

    /// <summary>Type and name; nothing of the key itself.</summary>
    public override string ToString() => $"{KeyType} {KeyId ?? "(no kid)"}";

    private static string ThumbprintOf(KeyMaterial material)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            material.WriteRequired(json);
            json.WriteEndObject();
        }

        return Base64Url.EncodeToString(SHA256.HashData(stream.GetBuffer().AsSpan(0, (int)stream.Length)));
    }
}

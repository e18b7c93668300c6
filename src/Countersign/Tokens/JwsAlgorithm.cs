using System.Collections.Immutable;
using System.Security.Cryptography;
using Countersign.Tokens.Keys;

namespace Countersign.Tokens;

/// <summary>A signature algorithm of RFC 7518 §3.1 or RFC 8037 §3.1, under the name that headers use. Names are case-sensitive; there is no <c>none</c>.</summary>
public sealed class JwsAlgorithm
{
    private readonly HashAlgorithmName _hash;

    private JwsAlgorithm(string name, SignatureFamily family, string keyType, HashAlgorithmName hash, int hashLength, string? curve = null)
    {
        Name = name;
        Family = family;
        KeyType = keyType;
        Curve = curve;
        HashLength = hashLength;
        _hash = hash;
    }

    /// <summary>RSASSA-PKCS1-v1_5 with SHA-256.</summary>
    public static JwsAlgorithm RS256 { get; } = Rsa("RS256", SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA256, 32);

    /// <summary>RSASSA-PSS with SHA-256, MGF1 with the same and a salt of 32 octets.</summary>
    public static JwsAlgorithm PS256 { get; } = Rsa("PS256", SignatureFamily.RsaPss, HashAlgorithmName.SHA256, 32);

    /// <summary>ECDSA on P-256 with SHA-256.</summary>
    public static JwsAlgorithm ES256 { get; } = Ecdsa("ES256", HashAlgorithmName.SHA256, 32, "P-256");

    /// <summary>HMAC with SHA-256.</summary>
    public static JwsAlgorithm HS256 { get; } = Hmac("HS256", HashAlgorithmName.SHA256, 32);

    /// <summary>Ed25519 under the name of RFC 8037, which RFC 9864 deprecates and everybody writes.</summary>
    public static JwsAlgorithm EdDsa { get; } = Edwards("EdDSA");

    /// <summary>All of them.</summary>
    public static ImmutableArray<JwsAlgorithm> All { get; } =
    [
        RS256, Rsa("RS384", SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA384, 48), Rsa("RS512", SignatureFamily.RsaPkcs1, HashAlgorithmName.SHA512, 64),
        PS256, Rsa("PS384", SignatureFamily.RsaPss, HashAlgorithmName.SHA384, 48), Rsa("PS512", SignatureFamily.RsaPss, HashAlgorithmName.SHA512, 64),
        ES256, Ecdsa("ES384", HashAlgorithmName.SHA384, 48, "P-384"), Ecdsa("ES512", HashAlgorithmName.SHA512, 64, "P-521"),
        EdDsa, Edwards("Ed25519"),
        HS256, Hmac("HS384", HashAlgorithmName.SHA384, 48), Hmac("HS512", HashAlgorithmName.SHA512, 64),
    ];

    /// <summary>The name in headers and keys, such as <c>RS256</c>.</summary>
    public string Name { get; }

    /// <summary>The <c>kty</c> of its keys (RFC 7518 §6.1).</summary>
    public string KeyType { get; }

    /// <summary>The <c>crv</c> of its keys, or null.</summary>
    public string? Curve { get; }

    /// <summary>Whether who can verify can also sign (HMAC).</summary>
    public bool IsSymmetric => Family == SignatureFamily.Hmac;

    /// <summary>Whether this system has it: Ed25519 needs OpenSSL's libcrypto.so.3 or 1.1.</summary>
    public bool IsSupported => Family != SignatureFamily.Edwards || LibCrypto.IsAvailable;

    /// <summary>How many octets its hash has; for HMAC also the least that a secret has (RFC 7518 §3.2).</summary>
    internal int HashLength { get; }

    internal SignatureFamily Family { get; }

    /// <summary>The hash as the framework names it; none for Ed25519, which hashes by itself.</summary>
    internal HashAlgorithmName HashName => _hash;

    /// <summary>The algorithm of a name; null when there is none.</summary>
    public static JwsAlgorithm? Find(string name)
    {
        foreach (var algorithm in All)
        {
            if (algorithm.Name == name)
                return algorithm;
        }

        return null;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;

    private static JwsAlgorithm Rsa(string name, SignatureFamily family, HashAlgorithmName hash, int length) => new(name, family, "RSA", hash, length);

    private static JwsAlgorithm Ecdsa(string name, HashAlgorithmName hash, int length, string curve) => new(name, SignatureFamily.Ecdsa, "EC", hash, length, curve);

    private static JwsAlgorithm Hmac(string name, HashAlgorithmName hash, int length) => new(name, SignatureFamily.Hmac, "oct", hash, length);

    private static JwsAlgorithm Edwards(string name) => new(name, SignatureFamily.Edwards, "OKP", default, 0, "Ed25519");
}

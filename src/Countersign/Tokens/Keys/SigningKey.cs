using System.Security.Cryptography;

namespace Countersign.Tokens.Keys;

/// <summary>A key that signs, by exactly one algorithm. Any number of threads may use it at once, and nobody has to dispose it.</summary>
public sealed class SigningKey
{
    private SigningKey(KeyMaterial material, JwsAlgorithm algorithm, string? keyId)
    {
        Material = material;
        Algorithm = algorithm;
        Verifier = new(material.WithoutPrivate(), keyId, [algorithm]);
    }

    /// <summary>The algorithm.</summary>
    public JwsAlgorithm Algorithm { get; }

    /// <summary><c>kid</c>, or null.</summary>
    public string? KeyId => Verifier.KeyId;

    /// <summary>The half that verifies; for HMAC the same secret.</summary>
    public VerificationKey Verifier { get; }

    internal KeyMaterial Material { get; }

    /// <summary>A new key from the system's generator. Throws <see cref="PlatformNotSupportedException"/> when the system lacks the algorithm.</summary>
    /// <param name="algorithm">What it signs by.</param>
    /// <param name="keyId">Its <c>kid</c>; the thumbprint when null. A secret has no <c>kid</c> of its own.</param>
    /// <param name="rsaBits">The length of an RSA key, 2048 to 8192.</param>
    public static SigningKey Create(JwsAlgorithm algorithm, string? keyId = null, int rsaBits = 2048)
    {
        ArgumentNullException.ThrowIfNull(algorithm);
        ArgumentOutOfRangeException.ThrowIfLessThan(rsaBits, RsaKey.MinBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(rsaBits, RsaKey.MaxBits);
        if (!algorithm.IsSupported)
            throw new PlatformNotSupportedException(TokenFaultKind.KeyNotSupportedHere.Row().Sentence);

        var key = new SigningKey(NewMaterial(algorithm, rsaBits), algorithm, keyId);
        return keyId is not null || algorithm.IsSymmetric ? key : new SigningKey(key.Material, algorithm, key.Verifier.Thumbprint);
    }

    /// <summary>The signature over octets, in the form that tokens have: R and S side by side for ECDSA.</summary>
    public byte[] Sign(ReadOnlySpan<byte> input) => Material.Sign(Algorithm, input);

    /// <summary>Algorithm and name; nothing of the key itself.</summary>
    public override string ToString() => $"{Algorithm} {KeyId ?? "(no kid)"}";

    /// <summary>The key of a private part that was read; null when private and public part are not of one key.</summary>
    internal static SigningKey? TryCreate(KeyMaterial material, JwsAlgorithm algorithm, string? keyId)
    {
        var key = new SigningKey(material, algorithm, keyId);
        try
        {
            var input = "Does the one half fit the other?"u8;
            return key.Verifier.Material.Check(algorithm, input, key.Sign(input)) is null ? key : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static KeyMaterial NewMaterial(JwsAlgorithm algorithm, int rsaBits)
    {
        switch (algorithm.Family)
        {
            case SignatureFamily.Ecdsa:
                var curve = EcCurve.Find(algorithm.Curve!)!;
                using (var ecdsa = ECDsa.Create(curve.Named))
                {
                    var parameters = ecdsa.ExportParameters(includePrivateParameters: true);
                    return new EcKey(curve, parameters.Q, parameters.D);
                }

            case SignatureFamily.Edwards:
                return EdwardsKey.OfSeed(RandomNumberGenerator.GetBytes(LibCrypto.KeyLength));
            case SignatureFamily.Hmac:
                return new HmacKey(RandomNumberGenerator.GetBytes(algorithm.HashLength));
            default:
                using (var rsa = RSA.Create(rsaBits))
                    return new RsaKey(rsa.ExportParameters(includePrivateParameters: true));
        }
    }
}

using System.Security.Cryptography;
using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>A secret for HMAC (RFC 7518 §3.2, §6.4).</summary>
internal sealed class HmacKey(byte[] secret) : KeyMaterial
{
    /// <summary>The least that any of the algorithms takes, in octets.</summary>
    public const int MinLength = 32;

    /// <summary>The longest secret that is read, in octets.</summary>
    public const int MaxLength = 1024;

    private const int MaxHash = 64;

    public override string KeyType => "oct";

    public override bool Fits(JwsAlgorithm algorithm) => algorithm.IsSymmetric && secret.Length >= algorithm.HashLength;

    public override TokenFaultKind? Check(JwsAlgorithm algorithm, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != algorithm.HashLength)
            return TokenFaultKind.SignatureLengthWrong;
        Span<byte> expected = stackalloc byte[MaxHash];
        var length = CryptographicOperations.HmacData(algorithm.HashName, secret, input, expected);
        return CryptographicOperations.FixedTimeEquals(expected[..length], signature) ? null : TokenFaultKind.SignatureWrong;
    }

    public override byte[] Sign(JwsAlgorithm algorithm, ReadOnlySpan<byte> input) => CryptographicOperations.HmacData(algorithm.HashName, secret, input);

    public override KeyMaterial WithoutPrivate() => this;

    public override void WriteRequired(Utf8JsonWriter json)
    {
        Write(json, "k"u8, secret);
        json.WriteString("kty"u8, KeyType);
    }

    public override void WritePrivate(Utf8JsonWriter json)
    {
        // The secret is a required member, so there is nothing left.
    }
}

using System.Security.Cryptography;
using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>An RSA key (RFC 7518 §6.3), public or private.</summary>
internal sealed class RsaKey(RSAParameters parameters) : KeyMaterial
{
    /// <summary>The shortest modulus, in bits (RFC 7518 §3.3).</summary>
    public const int MinBits = 2048;

    /// <summary>The longest modulus that is read, in bits: it takes hundreds of microseconds to verify.</summary>
    public const int MaxBits = 8192;

    private const int MaxHash = 64;

    private readonly KeyInstances<RSA> _instances = new(() => RSA.Create(parameters));

    public override string KeyType => "RSA";

    public override TokenFaultKind? Check(JwsAlgorithm algorithm, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != parameters.Modulus!.Length)
            return TokenFaultKind.SignatureLengthWrong;
        Span<byte> hash = stackalloc byte[MaxHash];
        var length = CryptographicOperations.HashData(algorithm.HashName, input, hash);
        var rsa = _instances.Take();
        try
        {
            return rsa.VerifyHash(hash[..length], signature, algorithm.HashName, PaddingOf(algorithm)) ? null : TokenFaultKind.SignatureWrong;
        }
        finally
        {
            _instances.Return(rsa);
        }
    }

    public override byte[] Sign(JwsAlgorithm algorithm, ReadOnlySpan<byte> input)
    {
        var rsa = _instances.Take();
        try
        {
            return rsa.SignData(input, algorithm.HashName, PaddingOf(algorithm));
        }
        finally
        {
            _instances.Return(rsa);
        }
    }

    public override KeyMaterial WithoutPrivate() => new RsaKey(new() { Modulus = parameters.Modulus, Exponent = parameters.Exponent });

    public override void WriteRequired(Utf8JsonWriter json)
    {
        Write(json, "e"u8, parameters.Exponent);
        json.WriteString("kty"u8, KeyType);
        Write(json, "n"u8, parameters.Modulus);
    }

    public override void WritePrivate(Utf8JsonWriter json)
    {
        WriteNumber(json, "d"u8, parameters.D);
        WriteNumber(json, "p"u8, parameters.P);
        WriteNumber(json, "q"u8, parameters.Q);
        WriteNumber(json, "dp"u8, parameters.DP);
        WriteNumber(json, "dq"u8, parameters.DQ);
        WriteNumber(json, "qi"u8, parameters.InverseQ);
    }

    // The framework pads numbers to the length that they can have; RFC 7518 §2 wants them as short as they are.
    private static void WriteNumber(Utf8JsonWriter json, ReadOnlySpan<byte> name, ReadOnlySpan<byte> padded) => Write(json, name, padded.TrimStart((byte)0));

    // The framework's PSS has a salt as long as the hash and asks for it in verification (RFC 7518 §3.5).
    private static RSASignaturePadding PaddingOf(JwsAlgorithm algorithm) =>
        algorithm.Family == SignatureFamily.RsaPss ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
}

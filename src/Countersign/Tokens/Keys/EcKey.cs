using System.Security.Cryptography;
using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>A key on a NIST curve (RFC 7518 §6.2), public or private.</summary>
internal sealed class EcKey(EcCurve curve, ECPoint point, byte[]? secret) : KeyMaterial
{
    private const int MaxHash = 64;

    private readonly KeyInstances<ECDsa> _instances = new(() => ECDsa.Create(new ECParameters { Curve = curve.Named, Q = point, D = secret }));

    public override string KeyType => "EC";

    public override string Curve => curve.Name;

    public override TokenFaultKind? Check(JwsAlgorithm algorithm, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != 2 * curve.Length)
            return TokenFaultKind.SignatureLengthWrong;

        // r = s = 0 made every signature good in a well-known library; none is asked for its opinion here.
        if (!signature[..curve.Length].ContainsAnyExcept((byte)0) || !signature[curve.Length..].ContainsAnyExcept((byte)0))
            return TokenFaultKind.SignatureWrong;

        Span<byte> hash = stackalloc byte[MaxHash];
        var length = CryptographicOperations.HashData(algorithm.HashName, input, hash);
        var ecdsa = _instances.Take();
        try
        {
            return ecdsa.VerifyHash(hash[..length], signature, DSASignatureFormat.IeeeP1363FixedFieldConcatenation) ? null : TokenFaultKind.SignatureWrong;
        }
        finally
        {
            _instances.Return(ecdsa);
        }
    }

    public override byte[] Sign(JwsAlgorithm algorithm, ReadOnlySpan<byte> input)
    {
        var ecdsa = _instances.Take();
        try
        {
            return ecdsa.SignData(input, algorithm.HashName, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
        }
        finally
        {
            _instances.Return(ecdsa);
        }
    }

    public override KeyMaterial WithoutPrivate() => new EcKey(curve, point, null);

    public override void WriteRequired(Utf8JsonWriter json)
    {
        json.WriteString("crv"u8, curve.Name);
        json.WriteString("kty"u8, KeyType);
        Write(json, "x"u8, point.X);
        Write(json, "y"u8, point.Y);
    }

    public override void WritePrivate(Utf8JsonWriter json) => Write(json, "d"u8, secret);
}

using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>An Ed25519 key (RFC 8037 §2), public or private.</summary>
internal sealed class EdwardsKey : KeyMaterial
{
    private readonly LibCrypto.EvpKey _key;
    private readonly byte[] _x;
    private readonly byte[]? _seed;

    /// <summary>A key of its public octets, and of its seed where it signs.</summary>
    public EdwardsKey(byte[] x, byte[]? seed)
    {
        _key = seed is null ? LibCrypto.Public(x) : LibCrypto.Private(seed);
        _x = x;
        _seed = seed;
    }

    public override string KeyType => "OKP";

    public override string Curve => "Ed25519";

    /// <summary>A private key of a seed alone.</summary>
    public static EdwardsKey OfSeed(byte[] seed)
    {
        using var key = LibCrypto.Private(seed);
        return new(LibCrypto.PublicOctets(key), seed);
    }

    public override TokenFaultKind? Check(JwsAlgorithm algorithm, ReadOnlySpan<byte> input, ReadOnlySpan<byte> signature)
    {
        if (signature.Length != LibCrypto.SignatureLength)
            return TokenFaultKind.SignatureLengthWrong;
        return LibCrypto.Verify(_key, input, signature) ? null : TokenFaultKind.SignatureWrong;
    }

    public override byte[] Sign(JwsAlgorithm algorithm, ReadOnlySpan<byte> input) => LibCrypto.Sign(_key, input);

    public override KeyMaterial WithoutPrivate() => new EdwardsKey(_x, null);

    public override void WriteRequired(Utf8JsonWriter json)
    {
        json.WriteString("crv"u8, Curve);
        json.WriteString("kty"u8, KeyType);
        Write(json, "x"u8, _x);
    }

    public override void WritePrivate(Utf8JsonWriter json) => Write(json, "d"u8, _seed);
}

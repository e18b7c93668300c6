using System.Text.Json;

namespace Countersign.Tokens.Keys;

/// <summary>
/// Public keys as multibase text (Controlled Identifiers §2.2.2): <c>z</c>, then in base58btc a number that says which kind (multicodec, a
/// varint) and the key: 32 octets for Ed25519, a compressed point for the NIST curves.
/// </summary>
internal static class Multikey
{
    private const string Member = "publicKeyMultibase";

    /// <summary>The key as a JWK; null with the reason when it can't be one.</summary>
    public static JsonElement? Read(ReadOnlySpan<char> text, out TokenFault fault)
    {
        fault = new(TokenFaultKind.MemberValueWrong, TokenPart.Key, Name: Member);
        if (text is not ['z', ..] || Base58Text.DecodeOrNull(text[1..]) is not [var low, var high, .. var key])
            return null;

        // The varints of 0xed and 0x1200 to 0x1202; those of other kinds have other lengths, which doesn't matter here.
        var curve = (low, high) switch
        {
            (0x80, 0x24) => "P-256",
            (0x81, 0x24) => "P-384",
            (0x82, 0x24) => "P-521",
            _ => null,
        };
        if (curve is not null)
            return ReadPoint(EcCurve.Find(curve)!, key, ref fault);
        if ((low, high) == (0xed, 0x01))
            return key.Length == LibCrypto.KeyLength ? PublicJwk.OfEdwards(key) : null;
        fault = new(TokenFaultKind.KeyTypeUnknown, TokenPart.Key, Name: Member);
        return null;
    }

    private static JsonElement? ReadPoint(EcCurve curve, ReadOnlySpan<byte> key, ref TokenFault fault)
    {
        if (curve.Decompress(key) is { } point)
            return PublicJwk.Of(curve, point);
        if (key.Length == curve.Length + 1 && key[0] is 2 or 3)
            fault = new(TokenFaultKind.PointNotOnCurve, TokenPart.Key, Name: curve.Name);
        return null;
    }
}

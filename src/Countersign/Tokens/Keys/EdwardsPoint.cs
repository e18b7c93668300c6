namespace Countersign.Tokens.Keys;

/// <summary>
/// Whether 32 octets may be an Ed25519 key (RFC 8032 §5.1.3): not another text of a point that has one, and no point of small order, under
/// which anybody can sign. A text of no point at all verifies nothing, so nobody has to take a square root here.
/// </summary>
internal static class EdwardsPoint
{
    // y of the points whose order divides 8, least octet first; x and -x share it.
    private static readonly byte[][] SmallOrder =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
    ];

    public static bool IsSound(ReadOnlySpan<byte> octets)
    {
        Span<byte> y = stackalloc byte[LibCrypto.KeyLength];
        octets.CopyTo(y);
        y[^1] &= 0x7f;
        if (y[^1] == 0x7f && y[0] >= 0xed && !y[1..^1].ContainsAnyExcept((byte)0xff))
            return false;   // p = 2^255 - 19 or above

        foreach (var small in SmallOrder)
        {
            if (y.SequenceEqual(small))
                return false;
        }

        return true;
    }
}

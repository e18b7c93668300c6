using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using Countersign.Tokens;

namespace Countersign.Gateway.Admin;

/// <summary>
/// The other text of a token with an ECDSA signature. With (r, s) the signature (r, n - s) is valid too (FIPS 186-5 §6.4.2: only x of a point is
/// compared), and needs no key: a revocation of one text alone would be evaded by writing the other. No other algorithm of tokens has this.
/// </summary>
internal static class EcdsaTwin
{
    /// <summary>The order n of the curve of each algorithm (SP 800-186 §3.2.1).</summary>
    private static readonly Dictionary<string, BigInteger> Orders = new(StringComparer.Ordinal)
    {
        ["ES256"] = Hex("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
        ["ES384"] = Hex("ffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973"),
        ["ES512"] = Hex("01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409"),
    };

    /// <summary>The other text; null when there is none.</summary>
    public static string? Of(string token)
    {
        if (JwsReader.Read(token).Token is not { } read || !Orders.TryGetValue(read.Algorithm.Name, out var order))
            return null;
        var start = token.LastIndexOf('.') + 1;
        var signature = Base64Url.DecodeFromChars(token.AsSpan(start));
        var length = signature.Length / 2;
        var s = new BigInteger(signature.AsSpan(length), isUnsigned: true, isBigEndian: true);
        if (signature.Length % 2 != 0 || s.IsZero || s >= order)
            return null;

        var other = (order - s).ToByteArray(isUnsigned: true, isBigEndian: true);
        if (other.Length > length)
            return null;
        signature.AsSpan(length).Clear();
        other.CopyTo(signature.AsSpan(signature.Length - other.Length));
        return string.Concat(token.AsSpan(0, start), Base64Url.EncodeToString(signature));
    }

    private static BigInteger Hex(string digits) => BigInteger.Parse("0" + digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}

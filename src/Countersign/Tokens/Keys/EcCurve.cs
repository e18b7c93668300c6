using System.Collections.Immutable;
using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Countersign.Tokens.Keys;

/// <summary>A NIST curve y² = x³ - 3x + b modulo p (FIPS 186-4 D.1.2), under its name in keys (RFC 7518 §6.2.1.1).</summary>
internal sealed class EcCurve
{
    private readonly BigInteger _p;
    private readonly BigInteger _b;

    private EcCurve(string name, ECCurve named, int length, BigInteger p, string b)
    {
        Name = name;
        Named = named;
        Length = length;
        _p = p;
        _b = BigInteger.Parse("0" + b, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
    }

    /// <summary>All of them.</summary>
    public static ImmutableArray<EcCurve> All { get; } =
    [
        new(
            "P-256",
            ECCurve.NamedCurves.nistP256,
            32,
            BigInteger.Pow(2, 256) - BigInteger.Pow(2, 224) + BigInteger.Pow(2, 192) + BigInteger.Pow(2, 96) - 1,
            "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b"),
        new(
            "P-384",
            ECCurve.NamedCurves.nistP384,
            48,
            BigInteger.Pow(2, 384) - BigInteger.Pow(2, 128) - BigInteger.Pow(2, 96) + BigInteger.Pow(2, 32) - 1,
            "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe8141120314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef"),
        new(
            "P-521",
            ECCurve.NamedCurves.nistP521,
            66,
            BigInteger.Pow(2, 521) - 1,
            "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00"),
    ];

    public string Name { get; }

    public ECCurve Named { get; }

    /// <summary>How many octets a coordinate, and each half of a signature, has.</summary>
    public int Length { get; }

    public static EcCurve? Find(string name)
    {
        foreach (var curve in All)
        {
            if (curve.Name == name)
                return curve;
        }

        return null;
    }

    /// <summary>The point that x and the parity of y stand for (SEC 1 §2.3.4); null when there is none.</summary>
    public ECPoint? Decompress(ReadOnlySpan<byte> octets)
    {
        if (octets.Length != Length + 1 || octets[0] is not (2 or 3))
            return null;
        var x = new BigInteger(octets[1..], isUnsigned: true, isBigEndian: true);

        // p is 3 modulo 4 on each of the curves, so this is a root wherever there is one.
        var square = ((x * x * x) - (3 * x) + _b) % _p;
        var y = BigInteger.ModPow(square.Sign < 0 ? square + _p : square, (_p + 1) / 4, _p);
        if (y.IsEven != (octets[0] == 2))
            y = _p - y;
        var padded = new byte[Length];
        var length = y.GetByteCount(isUnsigned: true);
        y.TryWriteBytes(padded.AsSpan(Length - length), out _, isUnsigned: true, isBigEndian: true);
        var point = new ECPoint { X = octets[1..].ToArray(), Y = padded };
        return Has(point) ? point : null;
    }

    /// <summary>Whether a point is on the curve (RFC 8725 §3.4). The cofactor is one, so every such point is a key.</summary>
    public bool Has(ECPoint point)
    {
        var x = new BigInteger(point.X, isUnsigned: true, isBigEndian: true);
        var y = new BigInteger(point.Y, isUnsigned: true, isBigEndian: true);
        return x < _p && y < _p && ((y * y) - (x * x * x) + (3 * x) - _b) % _p == 0;
    }
}

using System.Numerics;
using System.Security.Cryptography;

namespace Countersign.Tokens.Keys;

/// <summary>The members of an RSA key (RFC 7518 §6.3).</summary>
internal readonly struct RsaJwk(JwkMembers members)
{
    private const int MaxOctets = RsaKey.MaxBits / 8;

    public RsaKey? Read(bool isPrivate, bool mayBePrivate)
    {
        if (!mayBePrivate && HasPrivate() is { } shown)
            return Fail(TokenFaultKind.PrivateKeyPublished, shown);
        if (!members.TryNumber("n", MaxOctets, out var modulus) || !members.TryNumber("e", MaxOctets, out var exponent))
            return null;
        var number = new BigInteger(modulus, isUnsigned: true, isBigEndian: true);
        if (number.GetBitLength() < RsaKey.MinBits)
            return Fail(TokenFaultKind.KeyTooShort, "n");
        if ((modulus[^1] & 1) == 0)
            return Fail(TokenFaultKind.MemberValueWrong, "n");
        if (FaultyGenerator.Made(number))
            return Fail(TokenFaultKind.KeyFactorable, "n");
        if (!IsSound(exponent))
            return Fail(TokenFaultKind.ExponentUnsound, "e");

        var parameters = new RSAParameters { Modulus = modulus, Exponent = exponent };
        return !isPrivate || TryReadPrivate(ref parameters) ? new(parameters) : null;
    }

    // One makes every text its own signature, an even one has no inverse, and nobody has use for one beyond 32 bits.
    private static bool IsSound(byte[] exponent) => exponent is not [1] && exponent.Length <= 4 && (exponent[^1] & 1) == 1;

    private bool TryReadPrivate(ref RSAParameters parameters)
    {
        // More than two primes are read by nobody who is at work here.
        if (members.Has("oth"))
            return members.Fail(TokenFaultKind.KeyNotSupportedHere, "oth");
        var whole = parameters.Modulus!.Length;
        var half = (whole + 1) / 2;
        return TryPadded("d", whole, out parameters.D) && TryPadded("p", half, out parameters.P) && TryPadded("q", half, out parameters.Q)
            && TryPadded("dp", half, out parameters.DP) && TryPadded("dq", half, out parameters.DQ) && TryPadded("qi", half, out parameters.InverseQ);
    }

    /// <summary>The framework wants numbers as long as they can become, and other writers leave them so.</summary>
    private bool TryPadded(string name, int length, out byte[]? padded)
    {
        padded = null;
        if (!members.TryOctets(name, length, out var number))
            return false;
        padded = new byte[length];
        number.CopyTo(padded, length - number.Length);
        return true;
    }

    private string? HasPrivate()
    {
        foreach (var name in (string[])["d", "p", "q", "dp", "dq", "qi", "oth"])
        {
            if (members.Has(name))
                return name;
        }

        return null;
    }

    private RsaKey? Fail(TokenFaultKind kind, string name)
    {
        members.Fail(kind, name);
        return null;
    }
}

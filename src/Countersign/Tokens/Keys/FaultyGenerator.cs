using System.Numerics;

namespace Countersign.Tokens.Keys;

/// <summary>
/// Knows the moduli of the generator of CVE-2017-15361 (ROCA), whose keys can be factored: modulo every small prime they are a power of 65537.
/// One in 2^27 of the others looks like that by chance.
/// </summary>
internal static class FaultyGenerator
{
    private const int Base = 65537;

    private static readonly int[] Primes =
    [
        3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97, 101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157,
        163, 167,
    ];

    public static bool Made(BigInteger modulus)
    {
        foreach (var prime in Primes)
        {
            if (!IsPower((int)(modulus % prime), prime))
                return false;
        }

        return true;
    }

    private static bool IsPower(int value, int prime)
    {
        var power = 1;
        do
        {
            if (power == value)
                return true;
            power = power * (Base % prime) % prime;
        }
        while (power != 1);

        return false;
    }
}

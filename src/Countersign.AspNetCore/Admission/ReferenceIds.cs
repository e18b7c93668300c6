using System.Security.Cryptography;

namespace Countersign.AspNetCore.Admission;

/// <summary>Makes the ids that join an answer with its journal row: 80 random bits that people can read aloud.</summary>
public static class ReferenceIds
{
    /// <summary>How long an id is.</summary>
    public const int Length = 16;

    private const int Octets = 10;

    [ThreadStatic]
    private static byte[]? _block;

    [ThreadStatic]
    private static int _used;

    /// <summary>A new id: 16 characters of Crockford's base32 in lower case.</summary>
    public static string Next()
    {
        // One call of the system's generator serves many ids.
        var block = _block;
        if (block is null || _used + Octets > block.Length)
        {
            block = _block ??= new byte[Octets * 64];
            RandomNumberGenerator.Fill(block);
            _used = 0;
        }

        var at = _used;
        _used += Octets;
        return string.Create(Length, (block, at), static (id, state) =>
        {
            for (var half = 0; half < 2; half++)
            {
                ulong bits = 0;
                for (var octet = 0; octet < 5; octet++)
                    bits = (bits << 8) | state.block[state.at + (half * 5) + octet];
                for (var letter = 7; letter >= 0; letter--, bits >>= 5)
                    id[(half * 8) + letter] = "0123456789abcdefghjkmnpqrstvwxyz"[(int)(bits & 31)];
            }
        });
    }
}

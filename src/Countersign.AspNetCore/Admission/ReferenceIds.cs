namespace Countersign.AspNetCore.Admission;

/// <summary>Makes the ids that join an answer with its journal row: 80 random bits that people can read aloud.</summary>
public static class ReferenceIds
{
    /// <summary>How long an id is.</summary>
    public const int Length = 16;

    private const int Octets = 10;

    /// <summary>A new id: 16 characters of Crockford's base32 in lower case.</summary>
    public static string Next()
    {
        Span<byte> octets = stackalloc byte[Octets];
        RandomOctets.Fill(octets);
        return string.Create(Length, (ReadOnlySpan<byte>)octets, static (id, octets) =>
        {
            for (var half = 0; half < 2; half++)
            {
                ulong bits = 0;
                for (var octet = 0; octet < 5; octet++)
                    bits = (bits << 8) | octets[(half * 5) + octet];
                for (var letter = 7; letter >= 0; letter--, bits >>= 5)
                    id[(half * 8) + letter] = "0123456789abcdefghjkmnpqrstvwxyz"[(int)(bits & 31)];
            }
        });
    }
}

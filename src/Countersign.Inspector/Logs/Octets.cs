using System.Buffers.Binary;

namespace Countersign.Inspector.Logs;

/// <summary>Octets of a log as keys of tables.</summary>
internal static class Octets
{
    private const ulong First = 0x9e37_79b9_7f4a_7c15, Second = 0xc2b2_ae3d_27d4_eb4f, Third = 0x1656_67b1_9e37_79f9;

    /// <summary>A hash of some octets, never 0. Whoever chooses octets that collide makes a table forget, and costs it no time.</summary>
    public static ulong Hash(ReadOnlySpan<byte> octets)
    {
        var hash = First ^ (ulong)octets.Length;
        while (octets.Length > 16)
        {
            hash = Fold(Word(octets) ^ Second, Word(octets[8..]) ^ hash);
            octets = octets[16..];
        }

        ulong low = 0, high = 0;
        if (octets.Length >= 8)
        {
            low = Word(octets);
            high = Word(octets[^8..]);
        }
        else if (octets.Length >= 4)
        {
            low = BinaryPrimitives.ReadUInt32LittleEndian(octets);
            high = BinaryPrimitives.ReadUInt32LittleEndian(octets[^4..]);
        }
        else
        {
            foreach (var octet in octets)
                low = (low << 8) | octet;
        }

        return Fold(low ^ Second, high ^ hash) | 1;
    }

    /// <summary>One hash of two.</summary>
    public static ulong Join(ulong one, ulong other) => Fold(one ^ Third, other ^ Second) | 1;

    private static ulong Word(ReadOnlySpan<byte> octets) => BinaryPrimitives.ReadUInt64LittleEndian(octets);

    private static ulong Fold(ulong one, ulong other)
    {
        var high = Math.BigMul(one, other, out var low);
        return high ^ low ^ First;
    }
}

using System.Security.Cryptography;

namespace Countersign;

/// <summary>Random octets for nonces and reference ids, drawn from the system's generator in blocks: one of its calls serves many answers.</summary>
public static class RandomOctets
{
    private const int BlockLength = 640;

    [ThreadStatic]
    private static byte[]? _block;

    [ThreadStatic]
    private static int _used;

    /// <summary>Fills with octets that were given to nobody else. Not for keys: what was drawn ahead lies in memory.</summary>
    public static void Fill(Span<byte> octets)
    {
        if (octets.Length > BlockLength)
        {
            RandomNumberGenerator.Fill(octets);
            return;
        }

        var block = _block;
        if (block is null || _used + octets.Length > BlockLength)
        {
            block = _block ??= new byte[BlockLength];
            RandomNumberGenerator.Fill(block);
            _used = 0;
        }

        var next = block.AsSpan(_used, octets.Length);
        next.CopyTo(octets);
        next.Clear();
        _used += octets.Length;
    }
}

using System.Buffers;

namespace Countersign.Cli.Requests.Recording;

/// <summary>The first octets of what went by, and how many there were.</summary>
/// <param name="limit">How many are kept.</param>
internal sealed class BoundedCopy(int limit)
{
    private readonly ArrayBufferWriter<byte> _kept = new();

    /// <summary>How many octets went by.</summary>
    public long Length { get; private set; }

    /// <summary>Whether all of them are kept.</summary>
    public bool IsWhole => Length == _kept.WrittenCount;

    public byte[] ToArray() => _kept.WrittenSpan.ToArray();

    public void Add(ReadOnlySpan<byte> octets)
    {
        Length += octets.Length;
        var kept = Math.Min(octets.Length, limit - _kept.WrittenCount);
        if (kept > 0)
            _kept.Write(octets[..kept]);
    }

    /// <summary>Forgets what went by: it begins anew.</summary>
    public void Clear()
    {
        Length = 0;
        _kept.ResetWrittenCount();
    }
}

using System.Buffers;

namespace Countersign.Cli.Requests.Recording;

/// <summary>The first octets of what went by, and how many there were.</summary>
/// <param name="limit">How many are kept.</param>
internal sealed class BoundedCopy(int limit)
{
    private readonly Lock _gate = new(); // an answer may come while the content still goes out
    private readonly ArrayBufferWriter<byte> _kept = new();
    private long _length;

    /// <summary>How many octets went by.</summary>
    public long Length
    {
        get
        {
            lock (_gate)
                return _length;
        }
    }

    /// <summary>Whether all of them are kept.</summary>
    public bool IsWhole
    {
        get
        {
            lock (_gate)
                return _length == _kept.WrittenCount;
        }
    }

    public byte[] ToArray()
    {
        lock (_gate)
            return _kept.WrittenSpan.ToArray();
    }

    public void Add(ReadOnlySpan<byte> octets)
    {
        lock (_gate)
        {
            _length += octets.Length;
            var kept = Math.Min(octets.Length, limit - _kept.WrittenCount);
            if (kept > 0)
                _kept.Write(octets[..kept]);
        }
    }

    /// <summary>Forgets what went by: it begins anew.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _length = 0;
            _kept.ResetWrittenCount();
        }
    }
}

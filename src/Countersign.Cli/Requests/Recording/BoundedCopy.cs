namespace Countersign.Cli.Requests.Recording;

/// <summary>The first octets of what went by, and how many there were.</summary>
/// <param name="limit">How many are kept.</param>
internal sealed class BoundedCopy(int limit)
{
    private readonly MemoryStream _kept = new();

    /// <summary>How many octets went by.</summary>
    public long Length { get; private set; }

    /// <summary>Whether all of them are kept.</summary>
    public bool IsWhole => Length == _kept.Length;

    public byte[] ToArray() => _kept.ToArray();

    public void Add(ReadOnlySpan<byte> octets)
    {
        Length += octets.Length;
        var kept = (int)Math.Min(octets.Length, limit - _kept.Length);
        if (kept > 0)
            _kept.Write(octets[..kept]);
    }

    /// <summary>Forgets what went by: it begins anew.</summary>
    public void Clear()
    {
        Length = 0;
        _kept.SetLength(0);
    }
}

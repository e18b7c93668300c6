namespace Countersign.Inspector.Logs.Tables;

/// <summary>
/// The most frequent of any number of keys. Where there is no room the rarest gives its place, and its count, to the new one: a key that is more than
/// one in <see cref="Kept"/> is never lost, and a count is too high by no more than <see cref="Excess"/>.
/// </summary>
internal sealed class TopKeys
{
    public const int Kept = 24, MaxText = 64;
    private readonly ulong[] _keys = new ulong[Kept];
    private readonly long[] _counts = new long[Kept];
    private readonly byte[] _text = new byte[Kept * MaxText];
    private readonly byte[] _lengths = new byte[Kept];
    private int _used;

    /// <summary>By how much counts may be too high.</summary>
    public long Excess { get; private set; }

    public void Add(ulong key, ReadOnlySpan<byte> text, long count = 1)
    {
        var at = _keys.AsSpan(0, _used).IndexOf(key);
        if (at < 0)
        {
            at = _used < Kept ? _used++ : Rarest();
            Excess = Math.Max(Excess, _counts[at]);
            _keys[at] = key;
            var length = Math.Min(text.Length, MaxText);
            text[..length].CopyTo(_text.AsSpan(at * MaxText));
            _lengths[at] = (byte)length;
        }

        _counts[at] += count;
    }

    public void AddAll(TopKeys others)
    {
        for (var at = 0; at < others._used; at++)
            Add(others._keys[at], others.TextOf(at), others._counts[at]);
        Excess += others.Excess;
    }

    public long CountOf(ulong key)
    {
        var at = _keys.AsSpan(0, _used).IndexOf(key);
        return at < 0 ? 0 : _counts[at];
    }

    /// <summary>The keys, the most frequent first.</summary>
    public IEnumerable<(ulong Key, string Text, long Count)> MostFrequent() =>
        Enumerable.Range(0, _used).OrderByDescending(at => _counts[at]).ThenBy(at => _keys[at]).Select(at => (_keys[at], LogText.Of(TextOf(at)), _counts[at]));

    private ReadOnlySpan<byte> TextOf(int at) => _text.AsSpan(at * MaxText, _lengths[at]);

    private int Rarest()
    {
        var rarest = 0;
        for (var at = 1; at < Kept; at++)
        {
            if (_counts[at] < _counts[rarest])
                rarest = at;
        }

        return rarest;
    }
}

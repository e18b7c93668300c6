namespace Countersign.Inspector.Logs.Tables;

/// <summary>What is known of very many keys, in a memory that does not grow: where it is full, the one not seen for longest is forgotten.</summary>
/// <param name="sets">A power of two; eight keys each.</param>
internal sealed class SlotTable<TState>(int sets)
    where TState : struct
{
    private const int Ways = 8;
    private readonly ulong[] _keys = new ulong[sets * Ways];
    private readonly uint[] _seen = new uint[sets * Ways];

    public TState[] States { get; } = new TState[sets * Ways];

    /// <summary>Whether a slot still is this key's.</summary>
    public bool Holds(int slot, ulong key) => _keys[slot] == key;

    /// <summary>The slot of a key; -1 where it is not known.</summary>
    public int Find(ulong key)
    {
        var first = FirstOf(key);
        var at = _keys.AsSpan(first, Ways).IndexOf(key);
        return at < 0 ? -1 : first + at;
    }

    /// <summary>The slot of a key, from now on.</summary>
    public int Take(ulong key, uint now)
    {
        var first = FirstOf(key);
        var at = _keys.AsSpan(first, Ways).IndexOf(key);
        if (at < 0)
        {
            at = OldestOf(_seen.AsSpan(first, Ways));
            _keys[first + at] = key;
            States[first + at] = default;
        }

        _seen[first + at] = now;
        return first + at;
    }

    private int FirstOf(ulong key) => (int)((key >> 16) & (ulong)(sets - 1)) * Ways;

    // An empty slot was seen at 0.
    private static int OldestOf(ReadOnlySpan<uint> seen)
    {
        var oldest = 0;
        for (var at = 1; at < seen.Length; at++)
        {
            if (seen[at] < seen[oldest])
                oldest = at;
        }

        return oldest;
    }
}

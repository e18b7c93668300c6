using System.Runtime.InteropServices;

namespace Countersign.Inspector.Logs.Tables;

/// <summary>Areas or nodes, as numbers. Where there are too many the others have none.</summary>
/// <param name="most">How many are told apart.</param>
internal sealed class Places(int most)
{
    private readonly Dictionary<ulong, int> _numbers = [];
    private readonly PlaceState[] _states = new PlaceState[most];

    public int Count => _numbers.Count;

    public bool IsFull => _numbers.Count + 1 >= most;

    public ref PlaceState this[int number] => ref _states[number];

    /// <summary>The number; 0 for one that has none.</summary>
    public int Find(ulong key) => _numbers.GetValueOrDefault(key);

    /// <summary>The number, from now on; 0 where there is no room.</summary>
    public int Take(ulong key)
    {
        if (_numbers.TryGetValue(key, out var number))
            return number;
        if (IsFull)
            return 0;
        number = _numbers.Count + 1;
        _numbers.Add(key, number);
        return number;
    }
}

/// <summary>What is known of an area.</summary>
[StructLayout(LayoutKind.Auto)]
internal struct PlaceState
{
    /// <summary>How many lines of it have a user's name: whoever has none there sent no credentials.</summary>
    public long Named;

    /// <summary>The first and the last minute in which nearly all were refused.</summary>
    public uint OutageFrom, OutageUntil;
}

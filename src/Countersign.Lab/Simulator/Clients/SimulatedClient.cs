using System.Collections.Concurrent;

namespace Countersign.Lab.Simulator.Clients;

/// <summary>What is remembered of one client.</summary>
/// <param name="name">Its name.</param>
internal sealed class SimulatedClient(string name)
{
    /// <summary>How many things are remembered of one client.</summary>
    public const int MostKept = 1000;

    private readonly ConcurrentDictionary<string, object> _kept = new(StringComparer.Ordinal);

    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>When it was used last.</summary>
    public DateTimeOffset UsedAt { get; set; }

    /// <summary>What is kept under a key; made when it is not there yet.</summary>
    public T Keep<T>(string key, Func<T> make)
        where T : class
    {
        if (_kept.TryGetValue(key, out var kept))
            return (T)kept;
        if (_kept.Count >= MostKept)
            _kept.Clear();
        return (T)_kept.GetOrAdd(key, _ => make());
    }

    /// <summary>What is kept under a key; null for nothing.</summary>
    public T? Kept<T>(string key)
        where T : class => _kept.TryGetValue(key, out var kept) ? (T)kept : null;

    /// <summary>Keeps something under a key, in the place of what was there.</summary>
    public void Put(string key, object thing) => _kept[key] = thing;

    /// <summary>Counts on: 1 for the first time.</summary>
    public int Next(string key) => Keep(key, () => new Counter()).Next();

    private sealed class Counter
    {
        private int _count;

        public int Next() => Interlocked.Increment(ref _count);
    }
}

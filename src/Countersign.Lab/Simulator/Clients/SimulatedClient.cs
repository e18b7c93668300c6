using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Countersign.Lab.Simulator.Clients;

/// <summary>What is remembered of one client.</summary>
/// <param name="name">Its name.</param>
internal sealed class SimulatedClient(string name)
{
    /// <summary>How many things are remembered of one client.</summary>
    public const int MostKept = 1000;

    // Keys have whole addresses in them, and so whatever a client writes.
    private const int LongestKey = 100;

    private readonly Lock _keeping = new();
    private readonly Dictionary<string, object> _kept = new(StringComparer.Ordinal);
    private readonly Queue<string> _keys = new();
    private readonly ConcurrentDictionary<string, object> _lasting = new(StringComparer.Ordinal);

    /// <summary>The name.</summary>
    public string Name => name;

    /// <summary>When it was used last.</summary>
    public DateTimeOffset UsedAt { get; set; }

    /// <summary>What is kept under a key; made when it is not there yet. Of too many things the oldest is forgotten.</summary>
    public T Keep<T>(string key, Func<T> make)
        where T : class
    {
        key = Short(key);
        lock (_keeping)
        {
            if (_kept.TryGetValue(key, out var kept))
                return (T)kept;
            if (_kept.Count >= MostKept)
                _kept.Remove(_keys.Dequeue());
            var made = make();
            _kept[key] = made;
            _keys.Enqueue(key);
            return made;
        }
    }

    /// <summary>What is kept under a key; null for nothing.</summary>
    public T? Kept<T>(string key)
        where T : class
    {
        lock (_keeping)
            return _kept.TryGetValue(Short(key), out var kept) ? (T)kept : null;
    }

    /// <summary>What is there as long as the client is, under a name of the code's own; made when it is not there yet.</summary>
    public T KeepForGood<T>(string name, Func<T> make)
        where T : class => (T)_lasting.GetOrAdd(name, _ => make());

    /// <summary>What is there as long as the client is; null for nothing.</summary>
    public T? KeptForGood<T>(string name)
        where T : class => _lasting.TryGetValue(name, out var kept) ? (T)kept : null;

    /// <summary>Puts something there as long as the client is, in the place of what was there.</summary>
    public void PutForGood(string name, object thing) => _lasting[name] = thing;

    /// <summary>Takes away what is there otherwise as long as the client is.</summary>
    public void Drop(string name) => _lasting.TryRemove(name, out _);

    /// <summary>Counts on: 1 for the first time.</summary>
    public int Next(string key) => Keep(key, () => new Counter()).Next();

    private static string Short(string key) => key.Length <= LongestKey ? key : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));

    private sealed class Counter
    {
        private int _count;

        public int Next() => Interlocked.Increment(ref _count);
    }
}

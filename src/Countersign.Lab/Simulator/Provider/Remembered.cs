using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Countersign.Lab.Simulator.Provider;

/// <summary>What the provider remembers by a name, so much of it at most: what is newer drives out the oldest.</summary>
/// <typeparam name="T">What it is.</typeparam>
internal sealed class Remembered<T>
    where T : class
{
    private const int Most = 50_000;

    private readonly ConcurrentDictionary<string, T> _things = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _names = new();

    /// <summary>Remembers something.</summary>
    public void Add(string name, T thing)
    {
        _things[name] = thing;
        _names.Enqueue(name);
        while (_names.Count > Most && _names.TryDequeue(out var oldest))
            _things.TryRemove(oldest, out _);
    }

    /// <summary>What has a name; null for nothing.</summary>
    public T? Find(string? name) => name is not null && _things.TryGetValue(name, out var thing) ? thing : null;

    /// <summary>What has a name, once.</summary>
    public bool TryTake(string? name, [NotNullWhen(true)] out T? thing)
    {
        thing = null;
        return name is not null && _things.TryRemove(name, out thing);
    }

    /// <summary>The first that is like this; null for none.</summary>
    public T? First(Func<T, bool> isIt) => _things.Values.FirstOrDefault(isIt);
}

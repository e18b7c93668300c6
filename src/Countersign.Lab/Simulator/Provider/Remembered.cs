using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Countersign.Lab.Simulator.Provider;

/// <summary>What the provider remembers by a name, so much of it at most: when it is full it begins anew.</summary>
/// <typeparam name="T">What it is.</typeparam>
internal sealed class Remembered<T>
    where T : class
{
    private const int Most = 20_000;

    private readonly ConcurrentDictionary<string, T> _things = new(StringComparer.Ordinal);

    /// <summary>Remembers something.</summary>
    public void Add(string name, T thing)
    {
        if (_things.Count >= Most)
            _things.Clear();
        _things[name] = thing;
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

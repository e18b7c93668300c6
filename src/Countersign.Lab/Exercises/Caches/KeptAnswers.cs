using System.Collections.Concurrent;

namespace Countersign.Lab.Exercises.Caches;

/// <summary>The refusals that a simulated cache keeps, by query.</summary>
/// <param name="life">How long they live.</param>
internal sealed class KeptAnswers(TimeSpan life)
{
    private const int Most = 100;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _kept = new(StringComparer.Ordinal);

    /// <summary>Keeps one.</summary>
    public KeptAnswers Put(string key, DateTimeOffset since)
    {
        if (_kept.Count < Most)
            _kept[key] = since;
        return this;
    }

    /// <summary>Since when one is kept; null for none.</summary>
    public DateTimeOffset? Find(string key, DateTimeOffset now) => _kept.TryGetValue(key, out var since) && now < since + life ? since : null;

    /// <summary>Removes one; false where there was none.</summary>
    public bool Remove(string key) => _kept.TryRemove(key, out _);
}

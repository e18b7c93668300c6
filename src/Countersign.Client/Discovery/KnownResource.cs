using System.Collections.Concurrent;
using Countersign.Client.Tokens;

namespace Countersign.Client.Discovery;

/// <summary>A resource with what is known of it, and the scopes that it wanted so far.</summary>
internal sealed class KnownResource(ResourceFacts facts)
{
    private const int MaxPeople = 10_000;

    private readonly ConcurrentDictionary<string, string> _scopes = new(StringComparer.Ordinal);
    private volatile ResourceFacts _facts = facts;
    private AccessToken? _lookedAgainFor;
    private ResourceFacts? _outlived;

    public ResourceFacts Facts
    {
        get => _facts;
        set => _facts = value;
    }

    /// <summary>What it wanted of one person's tokens so far; null when it was not asked in that name.</summary>
    public string? ScopeFor(string? partition) => _scopes.GetValueOrDefault(partition ?? "");

    public void SetScope(string? partition, string scope)
    {
        if (_scopes.Count >= MaxPeople && !_scopes.ContainsKey(partition ?? ""))
            _scopes.Clear(); // who comes again is asked again, and has the token still
        _scopes[partition ?? ""] = scope;
    }

    /// <summary>Takes a scope back, unless it was changed meanwhile.</summary>
    public void RestoreScope(string? partition, string scope, string inPlaceOf) => _scopes.TryUpdate(partition ?? "", scope, inPlaceOf);

    /// <summary>Whether what is known has to be looked at again because of a token that was refused: once for each.</summary>
    public bool LooksAgainFor(AccessToken rejected) => Interlocked.Exchange(ref _lookedAgainFor, rejected) != rejected;

    /// <summary>Whether it is to be said that what is known serves on beyond its time: once.</summary>
    public bool IsOutlived()
    {
        var old = _facts;
        return Interlocked.Exchange(ref _outlived, old) != old;
    }
}

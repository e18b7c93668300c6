using Countersign.Client.Failures;

namespace Countersign.Client.Discovery;

/// <summary>The resources of one origin. However many requests want to know of one, one looks; who waits can stop waiting, and the look goes on.</summary>
/// <param name="finder">Looks.</param>
/// <param name="options">How long to believe.</param>
/// <param name="clock">The clock.</param>
/// <param name="outlived">Is told how old it is what serves on because nobody answers.</param>
internal sealed class KnownResources(ResourceFinder finder, DiscoveryOptions options, TimeProvider clock, Action<TimeSpan, Failure>? outlived = null)
{
    private const int MaxResources = 256;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Afterlife = TimeSpan.FromDays(1);
    private static readonly TimeSpan FailureLifetime = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, KnownResource> _known = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<(KnownResource?, Failure?)>> _looks = new(StringComparer.Ordinal);
    private readonly Dictionary<string, (Failure Failure, long At)> _failures = new(StringComparer.Ordinal);

    /// <summary>The resource that an address belongs to; null when it is not known.</summary>
    public KnownResource? Covering(Uri target)
    {
        lock (_gate)
        {
            if (_known.Count == 0)
                return null;
            if (_known.TryGetValue(ResourceIdentity.AddressOf(target), out var exact))
                return exact;
            if (options.ResourceScope == ResourceScope.Address)
                return null;
            KnownResource? closest = null;
            foreach (var (name, resource) in _known)
            {
                if (ResourceIdentity.IsOf(name, target, options.ResourceScope) && name.Length > (closest?.Facts.Resource.Length ?? 0))
                    closest = resource;
            }

            return closest;
        }
    }

    public bool IsFresh(KnownResource resource) => clock.GetElapsedTime(resource.Facts.FoundAt) < options.Lifetime;

    /// <summary>
    /// What is known, looked at anew when its time is over. Where nobody answers it serves on for a day: tokens are given all the same, and those at hand count.
    /// As long as nobody answers, somebody looks every few seconds and nobody waits.
    /// </summary>
    public async ValueTask<(KnownResource? Resource, Failure? Failure)> CurrentAsync(KnownResource known, Uri target, CancellationToken cancel)
    {
        if (IsFresh(known))
            return (known, null);
        var servesOn = clock.GetElapsedTime(known.Facts.FoundAt) < options.Lifetime + Afterlife;
        var nobodyAnswered = servesOn && NobodyAnswered(target, known.Facts.Place);
        var look = LookAsync(target, known.Facts.Place, cancel);
        if (nobodyAnswered && !look.IsCompletedSuccessfully)
            return (known, null);
        var (found, failure) = await look;
        if (found is not null || !servesOn || failure is not { IsOutage: true })
            return (found, failure);
        if (known.IsOutlived())
            outlived?.Invoke(clock.GetElapsedTime(known.Facts.FoundAt), failure);
        return (known, null);
    }

    /// <summary>Whether somebody is looking just now.</summary>
    public bool IsLooking(Uri target, string? place)
    {
        lock (_gate)
            return _looks.ContainsKey(KeyOf(target, place));
    }

    /// <summary>Looks, or waits for who does; what failed is not tried again for some seconds.</summary>
    /// <param name="target">The address.</param>
    /// <param name="place">Where its metadata are; null where nobody said so.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <param name="isUnknown">Whether nothing was known of it: somebody may have found it in this moment.</param>
    /// <exception cref="OperationCanceledException">The wait was given up.</exception>
    public Task<(KnownResource? Resource, Failure? Failure)> LookAsync(Uri target, string? place, CancellationToken cancel, bool isUnknown = false)
    {
        var key = KeyOf(target, place);
        lock (_gate)
        {
            if (isUnknown && Covering(target) is { } found && IsFresh(found) && (place is null || place == found.Facts.Place))
                return Task.FromResult<(KnownResource?, Failure?)>((found, null));
            if (_failures.TryGetValue(key, out var failed) && clock.GetElapsedTime(failed.At) < FailureLifetime)
                return Task.FromResult<(KnownResource?, Failure?)>((null, failed.Failure));
            if (!_looks.TryGetValue(key, out var look))
                _looks[key] = look = Begin(key, target, place);
            return look.WaitAsync(cancel);
        }
    }

    private bool NobodyAnswered(Uri target, string? place)
    {
        lock (_gate)
            return _failures.TryGetValue(KeyOf(target, place), out var failed) && failed.Failure.IsOutage;
    }

    // Of a whole folder one look is enough, whichever of its addresses came first.
    private string KeyOf(Uri target, string? place) =>
        options.ResourceScope == ResourceScope.Folder && place is not null ? place : $"{place}\n{ResourceIdentity.AddressOf(target)}";

    private Task<(KnownResource?, Failure?)> Begin(string key, Uri target, string? place)
    {
        if (ExecutionContext.IsFlowSuppressed())
            return Task.Run(() => RunAsync(key, target, place), CancellationToken.None);
        using (ExecutionContext.SuppressFlow())
            return Task.Run(() => RunAsync(key, target, place), CancellationToken.None);
    }

    private async Task<(KnownResource?, Failure?)> RunAsync(string key, Uri target, string? place)
    {
        using var late = new CancellationTokenSource(Patience, clock);
        ResourceFacts? facts = null;
        Failure? failure;
        try
        {
            (facts, failure) = await finder.FindAsync(target, place, late.Token);
        }
        catch (Exception exception)
        {
            failure = new(FailureReason.DiscoveryFailed, $"{exception.GetType().Name} while it was looked for.") { Cause = exception, IsOutage = late.IsCancellationRequested };
        }

        lock (_gate)
        {
            _looks.Remove(key);
            if (facts is null)
            {
                if (_failures.Count >= MaxResources)
                    _failures.Clear();
                _failures[key] = (failure!, clock.GetTimestamp());
                return (null, failure);
            }

            _failures.Remove(key);
            return (Keep(facts, target), null);
        }
    }

    // An identifier of a whole host that was found at its root stands for the address that was asked for, too.
    private KnownResource Keep(ResourceFacts facts, Uri target)
    {
        var name = options.ResourceScope == ResourceScope.Folder && ResourceIdentity.IsOf(facts.Resource, target, ResourceScope.Folder) ? facts.Resource : ResourceIdentity.AddressOf(target);
        if (_known.TryGetValue(name, out var known))
        {
            known.Facts = facts;
            return known;
        }

        if (_known.Count >= MaxResources)
            _known.Remove(_known.MinBy(each => each.Value.Facts.FoundAt).Key);
        return _known[name] = new(facts);
    }
}

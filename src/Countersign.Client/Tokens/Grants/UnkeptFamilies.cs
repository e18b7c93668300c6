using System.Collections.Concurrent;
using Countersign.Client.Tokens.Stores;

namespace Countersign.Client.Tokens.Grants;

/// <summary>
/// Keeps families in a store. Those for which it failed when it mattered are known to this program alone, and what the store has is used up: until it has
/// them, the right to refresh is not given back, so that no other program uses what is there. It is tried again and again.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="gates">Lets one at a time to each family.</param>
/// <param name="clock">The clock.</param>
internal sealed class UnkeptFamilies(ITokenStore store, FamilyGates gates, TimeProvider clock)
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<string, Unkept> _unkept = new(StringComparer.Ordinal);

    /// <summary>The family that is known here alone; null for none.</summary>
    public TokenFamily? Find(string name) => _unkept.GetValueOrDefault(name)?.Family;

    /// <summary>Keeps a family in the place of its version; false when somebody was faster, null when the store fails.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="next">The family.</param>
    /// <param name="used">The refresh token that was used up for it; null for none.</param>
    public async Task<bool?> TryKeepAsync(string name, TokenFamily next, Secret? used = null)
    {
        var former = _unkept.GetValueOrDefault(name);
        var old = former is null ? used : former.Used;
        bool isKept;
        try
        {
            isKept = await store.TryReplaceAsync(name, next.Version, next, CancellationToken.None);
            while (!isKept && (former is not null || used is not null) && await FindOldAsync(name, old) is (true, var version))
                isKept = await store.TryReplaceAsync(name, version, next, CancellationToken.None);
        }
        catch (Exception)
        {
            // The former refresh token is used up: this one must not be lost, whatever keeps the store from keeping it.
            if (former is not null)
                former.Family = next;
            else if (_unkept.TryAdd(name, new() { Family = next, Used = used }))
                BeginRetrying(name);
            return null;
        }

        if (_unkept.TryRemove(name, out var known) && known.TakeLease() is { } lease)
            await GiveBackAsync(lease);
        return isKept;
    }

    /// <summary>The right to refresh, where it was not given back; null elsewhere. It is the caller's from now on.</summary>
    public IAsyncDisposable? TakeLease(string name) => _unkept.GetValueOrDefault(name)?.TakeLease();

    /// <summary>Gives a right back, unless a family is known here alone.</summary>
    public async ValueTask ReturnAsync(string name, IAsyncDisposable lease)
    {
        if (_unkept.TryGetValue(name, out var unkept))
            unkept.Hold(lease);
        else
            await GiveBackAsync(lease);
    }

    /// <summary>Waits until nobody is at a family any more, and tries once more to keep those that are not.</summary>
    public Task SettleAsync() => Task.WhenAll(gates.Names.Union(_unkept.Keys).Select(TryOnceAsync));

    // Whose version has changed though nothing newer is in it, as when another program wrote the same once more, or the file is gone, was not faster.
    private async Task<(bool IsOld, string? Version)> FindOldAsync(string name, Secret? used)
    {
        var there = await store.ReadAsync(name, CancellationToken.None);
        return (there is null || there.RefreshToken?.Reveal() == used?.Reveal(), there?.Version);
    }

    // It ends by itself, and what was got counts whether or not that can be said at once.
    private static async ValueTask GiveBackAsync(IAsyncDisposable lease)
    {
        try
        {
            await lease.DisposeAsync();
        }
        catch (Exception)
        {
            // The next one waits a while longer.
        }
    }

    private void BeginRetrying(string name)
    {
        if (ExecutionContext.IsFlowSuppressed())
        {
            _ = RetryAsync(name);
            return;
        }

        using (ExecutionContext.SuppressFlow())
            _ = RetryAsync(name);
    }

    private async Task RetryAsync(string name)
    {
        for (var wait = FirstWait; _unkept.ContainsKey(name); wait = wait * 2 < LongestWait ? wait * 2 : LongestWait)
        {
            await Task.Delay(wait, clock);
            await TryOnceAsync(name);
        }
    }

    private async Task TryOnceAsync(string name)
    {
        using var turn = await gates.EnterAsync(name, CancellationToken.None);
        if (Find(name) is { } family)
            await TryKeepAsync(name, family);
    }

    private sealed class Unkept
    {
        private IAsyncDisposable? _lease;

        public required TokenFamily Family { get; set; }

        /// <summary>The refresh token that the store has, and that is used up; null for none.</summary>
        public required Secret? Used { get; init; }

        public IAsyncDisposable? TakeLease() => Interlocked.Exchange(ref _lease, null);

        public void Hold(IAsyncDisposable lease) => _lease = lease;
    }
}

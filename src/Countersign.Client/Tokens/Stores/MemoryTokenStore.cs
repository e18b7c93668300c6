using System.Globalization;

namespace Countersign.Client.Tokens.Stores;

/// <summary>Keeps token families as long as the program runs.</summary>
public sealed class MemoryTokenStore : ITokenStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TokenFamily> _families = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leased = new(StringComparer.Ordinal);
    private long _written;

    /// <inheritdoc/>
    public ValueTask<TokenFamily?> ReadAsync(string name, CancellationToken cancel)
    {
        lock (_gate)
            return ValueTask.FromResult(_families.GetValueOrDefault(name));
    }

    /// <inheritdoc/>
    public ValueTask<bool> TryReplaceAsync(string name, string? version, TokenFamily next, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(next);
        lock (_gate)
        {
            if (_families.GetValueOrDefault(name)?.Version != version)
                return ValueTask.FromResult(false);
            _families[name] = next with { Version = (++_written).ToString(CultureInfo.InvariantCulture) };
            return ValueTask.FromResult(true);
        }
    }

    /// <inheritdoc/>
    public ValueTask<IAsyncDisposable?> TryLeaseAsync(string name, TimeSpan length, CancellationToken cancel)
    {
        lock (_gate)
            return ValueTask.FromResult<IAsyncDisposable?>(_leased.Add(name) ? new Lease(this, name) : null);
    }

    private sealed class Lease(MemoryTokenStore store, string name) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            lock (store._gate)
                store._leased.Remove(name);
            return ValueTask.CompletedTask;
        }
    }
}

using Countersign.Client.Tokens.Stores;

namespace Countersign.Client.Tests.Tokens.Grants;

/// <summary>A store that notes what is done to it, and that can be full.</summary>
internal sealed class NotingStore(MemoryTokenStore inner, List<string> order) : ITokenStore
{
    private MemoryTokenStore _inner = inner;

    public bool IsFull { get; set; }

    /// <summary>Has it empty, as a file that somebody removed.</summary>
    public void Forget() => _inner = new();

    public ValueTask<TokenFamily?> ReadAsync(string name, CancellationToken cancel) => _inner.ReadAsync(name, cancel);

    public ValueTask<bool> TryReplaceAsync(string name, string? version, TokenFamily next, CancellationToken cancel)
    {
        if (IsFull)
            throw new IOException("No space left on device.");
        order.Add($"kept {next.RefreshToken?.Reveal()}");
        return _inner.TryReplaceAsync(name, version, next, cancel);
    }

    public async ValueTask<IAsyncDisposable?> TryLeaseAsync(string name, TimeSpan length, CancellationToken cancel)
    {
        order.Add("leased");
        return await _inner.TryLeaseAsync(name, length, cancel) is { } lease ? new Noting(lease, order) : null;
    }

    private sealed class Noting(IAsyncDisposable lease, List<string> order) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            order.Add("returned");
            return lease.DisposeAsync();
        }
    }
}

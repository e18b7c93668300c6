using Countersign.Client.Tokens.Stores;

namespace Countersign.Client.Tests.Tokens.Grants;

/// <summary>A store that notes what is done to it, and that can be full.</summary>
internal sealed class NotingStore(MemoryTokenStore inner, List<string> order) : ITokenStore
{
    public bool IsFull { get; set; }

    public ValueTask<TokenFamily?> ReadAsync(string name, CancellationToken cancel) => inner.ReadAsync(name, cancel);

    public ValueTask<bool> TryReplaceAsync(string name, string? version, TokenFamily next, CancellationToken cancel)
    {
        if (IsFull)
            throw new IOException("No space left on device.");
        order.Add($"kept {next.RefreshToken?.Reveal()}");
        return inner.TryReplaceAsync(name, version, next, cancel);
    }

    public async ValueTask<IAsyncDisposable?> TryLeaseAsync(string name, TimeSpan length, CancellationToken cancel)
    {
        order.Add("leased");
        return await inner.TryLeaseAsync(name, length, cancel) is { } lease ? new Noting(lease, order) : null;
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

using Countersign.AspNetCore.Stores;

namespace Countersign.AspNetCore.Sessions;

/// <summary>
/// Reads sessions that are not in memory, on threads of the pool and few at once: whoever sends one made-up cookie after the other is not to take up the
/// threads of all others.
/// </summary>
#pragma warning disable CA1001 // The semaphore has no handle, and reads that nobody waits for any more still give their place back.
internal sealed class SessionReader(Store store, TimeProvider time)
#pragma warning restore CA1001
{
    private const int Abreast = 8;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly KeptQuery _query = SessionRow.ToJudge();
    private readonly SemaphoreSlim _places = new(Abreast, Abreast);

    /// <summary>The row of an id's hash, or null.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read, or not soon.</exception>
    public async Task<SessionRow?> FindAsync(byte[] hash, CancellationToken cancel)
    {
        try
        {
            return await ReadAsync(hash).WaitAsync(Patience, time, cancel);
        }
        catch (TimeoutException)
        {
            throw new StoreUnavailableException($"The store {store.Place} takes too long to read.");
        }
    }

    private async Task<SessionRow?> ReadAsync(byte[] hash)
    {
        await _places.WaitAsync();
        try
        {
            return await Task.Run(() => store.Read("sessions", connection => _query.Find(connection, hash, SessionRow.Read)));
        }
        finally
        {
            _places.Release();
        }
    }
}

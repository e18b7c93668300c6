using System.Collections.Concurrent;
using System.Data.Common;
using Countersign.AspNetCore.Stores;
using Dapper;

namespace Countersign.AspNetCore.Sessions;

/// <summary>Writes when sessions were used, many at once and none of them at once: a crash shortens their idle time by a moment.</summary>
internal sealed class SessionUses(Store store) : IDisposable
{
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly Lock _writing = new();
    private readonly ConcurrentDictionary<string, long> _used = new(StringComparer.Ordinal);
    private DbConnection? _connection;

    /// <summary>Has a use written with the next batch.</summary>
    public void Add(string handle, long at) => _used[handle] = at;

    /// <summary>Writes what is not written yet.</summary>
    public void Flush(DateTimeOffset now)
    {
        if (_used.IsEmpty)
            return;
        lock (_writing)
        {
            var batch = new List<Use>();
            foreach (var handle in _used.Keys)
            {
                if (_used.TryRemove(handle, out var at))
                    batch.Add(new(handle, at, (now + Skew).ToUnixTimeMilliseconds()));
            }

            try
            {
                _connection ??= store.Connect(full: false);
                using var transaction = store.BeginWriting(_connection);

                // A time that lies ahead is of a clock that was set back since.
                _connection.Execute("UPDATE sessions SET last_used = @At WHERE handle = @Handle AND (last_used < @At OR last_used > @Ahead)", batch, transaction);
                store.Commit(transaction);
            }
            catch
            {
                // It may be the connection. What was not written is written with the next batch, or again at the next use.
                _connection?.Dispose();
                _connection = null;
                foreach (var use in batch)
                    _used.TryAdd(use.Handle, use.At);
                throw;
            }
        }
    }

    /// <summary>Writes what is not written yet, if the store takes it.</summary>
    public void FlushQuietly(DateTimeOffset now)
    {
        try
        {
            Flush(now);
        }
        catch (Exception)
        {
            // A timer may not throw. The next use of a session writes it again.
        }
    }

    public void Dispose()
    {
        lock (_writing)
            _connection?.Dispose();
    }

    private sealed record Use(string Handle, long At, long Ahead);
}

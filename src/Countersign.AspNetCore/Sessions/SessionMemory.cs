using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Countersign.AspNetCore.Sessions;

/// <summary>The sessions that a gateway has in memory: those used last, and all by which something goes on.</summary>
/// <param name="most">How many at most.</param>
internal sealed class SessionMemory(int most)
{
    private readonly Lock _adding = new();
    private readonly ConcurrentDictionary<UInt128, LiveSession> _byHash = new();
    private readonly ConcurrentDictionary<string, LiveSession> _byHandle = new(StringComparer.Ordinal);

    /// <summary>All of them, not copied.</summary>
    public IEnumerable<LiveSession> All => _byHash.Select(pair => pair.Value);

    public int Count => _byHash.Count;

    /// <summary>The session whose id has this hash, of which all bits are compared, or null.</summary>
    public LiveSession? Find(ReadOnlySpan<byte> hash) =>
        _byHash.TryGetValue(SessionId.BucketOf(hash), out var session) && CryptographicOperations.FixedTimeEquals(session.Hash, hash) ? session : null;

    public LiveSession? Find(string handle) => _byHandle.GetValueOrDefault(handle);

    /// <summary>Keeps what was read of a session.</summary>
    /// <param name="row">What was read.</param>
    /// <param name="readAt">When, by the clock that never steps.</param>
    /// <param name="now">When, by the clock on the wall.</param>
    public LiveSession Keep(SessionRow row, long readAt, long now)
    {
        lock (_adding)
        {
            if (Find(row.Hash) is { } known)
            {
                known.Take(row, readAt, now);
                return known;
            }

            if (_byHash.Count >= most)
                MakeRoom();
            var session = new LiveSession(row, readAt);
            _byHash[SessionId.BucketOf(row.Hash)] = session;
            _byHandle[row.Handle] = session;
            return session;
        }
    }

    /// <summary>Takes a provider's newer words on a person, for the session of a handle and those that began by it.</summary>
    public void Describe(string handle, string snapshot, long now)
    {
        lock (_adding)
        {
            foreach (var session in All.Where(session => session.Row.Provider is not null && (session.Handle == handle || session.Row.Origin == handle)))
                session.Take(session.Row with { Snapshot = snapshot }, session.ReadAt, now);
        }
    }

    /// <summary>Forgets what is no more, unless something still goes on by it.</summary>
    public void Forget(LiveSession session)
    {
        lock (_adding)
            Drop(session);
    }

    /// <summary>Forgets a tenth, of those that were used longest ago.</summary>
    private void MakeRoom()
    {
        var sessions = All.ToArray();
        var used = Array.ConvertAll(sessions, session => session.LastUsed); // of one moment: it moves while they are sorted
        Array.Sort(used, sessions);
        foreach (var session in sessions.AsSpan(0, Math.Min(sessions.Length, Math.Max(1, most / 10))))
            Drop(session);
    }

    private void Drop(LiveSession session)
    {
        if (!session.TryForget())
            return;
        _byHash.TryRemove(new(SessionId.BucketOf(session.Hash), session));
        _byHandle.TryRemove(new(session.Handle, session));
    }
}

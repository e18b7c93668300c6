using System.Collections.Concurrent;
using Countersign.AspNetCore.Stores;
using Dapper;

namespace Countersign.AspNetCore.Sessions;

/// <summary>Has shorter terms hold for good, for all sessions that have begun: what is over by them stays over when the terms become longer again.</summary>
/// <param name="store">Where the sessions are.</param>
internal sealed class ShortenedTerms(Store store)
{
    private readonly ConcurrentQueue<SessionTerms> _unwritten = [];

    /// <summary>Applies terms to the sessions in memory, and has them written soon for the others.</summary>
    public void Apply(SessionTerms terms, SessionMemory memory, long now)
    {
        foreach (var live in memory.All)
        {
            var (ends, idle) = (SessionJudge.EndOf(live.Row, terms), SessionJudge.IdleOf(live.Row, terms));
            if (ends != live.Row.Ends || idle != live.Row.Idle)
                live.Take(live.Row with { Ends = ends, Idle = idle }, live.ReadAt, now);
        }

        _unwritten.Enqueue(terms);
    }

    /// <summary>Writes what is not written yet.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be written; the next one to ask tries again.</exception>
    public void Write()
    {
        while (_unwritten.TryPeek(out var terms))
        {
            var remembered = terms.Remember > TimeSpan.Zero ? terms.Remember : terms.Lifetime;
            var most = new { Lifetime = (long)terms.Lifetime.TotalMilliseconds, Remembered = (long)remembered.TotalMilliseconds, Idle = (long)terms.Idle.TotalMilliseconds };
            store.Write((connection, transaction) =>
            {
                connection.Execute("UPDATE sessions SET ends = created + @Lifetime WHERE ended IS NULL AND remember = 0 AND ends > created + @Lifetime", most, transaction);
                connection.Execute("UPDATE sessions SET ends = created + @Remembered WHERE ended IS NULL AND remember <> 0 AND ends > created + @Remembered", most, transaction);
                return connection.Execute("UPDATE sessions SET idle = @Idle WHERE ended IS NULL AND remember = 0 AND (idle IS NULL OR idle > @Idle)", most, transaction);
            });
            _unwritten.TryDequeue(out _);
        }
    }
}

using System.Data.Common;
using Countersign.AspNetCore.Stores;

namespace Countersign.AspNetCore.Telemetry;

/// <summary>The journal writer's connection. One that failed is of no more use; the next batch has a new one.</summary>
internal sealed class JournalConnection : IDisposable
{
    private const int PrunedAtOnce = 10_000;

    private readonly Store _store;
    private readonly DbConnection _connection;
    private readonly JournalInsertion _insertion;

    public JournalConnection(Store store)
    {
        // A lost second of journal is agreed upon; a sync to the disk for every batch is not needed.
        _store = store;
        _connection = store.Connect(full: false);
        _insertion = new(_connection);
    }

    /// <summary>Writes a batch in one transaction, and forgets what is beyond the bounds where there are any. False when there may be more to forget.</summary>
    public bool Write(IEnumerable<JournalEntry> entries, IEnumerable<(AdmittedCounter Counter, long Count)> admitted, DateTimeOffset now, JournalOptions? bounds)
    {
        using var transaction = _store.BeginWriting(_connection);
        _insertion.Insert(transaction, entries);
        foreach (var (counter, count) in admitted)
            JournalRows.CountAdmissions(_connection, transaction, now.ToUnixTimeSeconds() / 60, counter.Route, counter.SubjectKind, count);
        var isPruned = bounds is null || JournalRows.Prune(_connection, transaction, now - bounds.Retention, bounds.MaxRows, PrunedAtOnce);
        _store.Commit(transaction);
        return isPruned;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _insertion.Dispose();
        _connection.Dispose();
    }
}

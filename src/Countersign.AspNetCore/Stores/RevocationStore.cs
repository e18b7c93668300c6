using System.Data.Common;
using Countersign.Ports;
using Dapper;

namespace Countersign.AspNetCore.Stores;

/// <summary>
/// The revocations of the store. Look-ups are from memory and allocate nothing; what is revoked through this instance counts from its return on,
/// what another process revokes within a second.
/// </summary>
public sealed class RevocationStore : IRevocations, IDisposable
{
    private const string Columns = "id, kind, issuer, value, twin, created, reason, until";
    private static readonly TimeSpan TidyInterval = TimeSpan.FromHours(1);

    private readonly Store _store;
    private readonly TimeProvider _time;
    private readonly ITimer? _timer;
    private volatile RevocationTable _table = new([]);

    /// <summary>Reads the revocations of a store and watches for changes.</summary>
    public RevocationStore(Store store, TimeProvider? time = null)
    {
        _store = store;
        _time = time ?? TimeProvider.System;
        store.Watching("revocations", connection => _table = new(Read(connection)));
        if (!store.IsReadOnly)
            _timer = _time.CreateTimer(static state => ((RevocationStore)state!).ForgetQuietly(), this, TidyInterval, TidyInterval);
    }

    /// <summary>How long a revocation is kept where nobody says how long the tokens live.</summary>
    public static TimeSpan UsualTerm { get; } = TimeSpan.FromDays(90);

    /// <inheritdoc/>
    public bool IsReadable => _store.IsReadable;

    /// <inheritdoc/>
    public string? Find(in TokenNames token) => _table.Find(token);

    /// <summary>Revokes. One that is there already is renewed: its time is now, and it is kept for the longer of both terms.</summary>
    /// <returns>What the store keeps, with its number and time.</returns>
    /// <exception cref="ArgumentException">A text has what can't be stored.</exception>
    public RevocationRecord Add(RevocationRecord revocation)
    {
        StorableText.Demand(revocation.Issuer, revocation.Value, revocation.Twin, revocation.Reason);
        return _store.Write((connection, transaction) => Add(revocation, connection, transaction));
    }

    /// <summary>Takes a revocation back by its number; false when there is none.</summary>
    public bool Undo(long id) =>
        _store.Write((connection, transaction) => connection.Execute("DELETE FROM revocations WHERE id = @Id", new { Id = id }, transaction)) == 1;

    /// <summary>All revocations, the oldest first.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public IReadOnlyList<RevocationRecord> List() => _store.Read("revocations", Read);

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    /// <summary>Forgets what is past its term.</summary>
    internal void Forget() => _store.Write((connection, transaction) => connection.Execute(
        "DELETE FROM revocations WHERE until <= @Now", new { Now = _time.GetUtcNow().ToUnixTimeMilliseconds() }, transaction));

    private RevocationRecord Add(RevocationRecord revocation, DbConnection connection, DbTransaction transaction) => connection.QuerySingle<Row>(
        $"""
        INSERT INTO revocations (kind, issuer, value, twin, created, reason, until) VALUES (@Kind, @Issuer, @Value, @Twin, @Created, @Reason, @Until)
        ON CONFLICT (kind, value, coalesce(issuer, '')) DO UPDATE SET
            twin = coalesce(excluded.twin, revocations.twin), created = excluded.created, reason = coalesce(excluded.reason, revocations.reason),
            until = CASE WHEN revocations.until > excluded.until OR revocations.until IS NULL THEN revocations.until ELSE excluded.until END
        RETURNING {Columns}
        """,
        new
        {
            Kind = revocation.Kind.Name(),
            revocation.Issuer,
            revocation.Value,
            revocation.Twin,
            Created = _time.GetUtcNow().ToUnixTimeMilliseconds(),
            revocation.Reason,
            Until = revocation.Until?.ToUnixTimeMilliseconds(),
        },
        transaction).ToRecord();

    private void ForgetQuietly()
    {
        try
        {
            Forget();
        }
        catch (Exception)
        {
            // A timer may not throw, and what is kept longer harms nobody.
        }
    }

    private static List<RevocationRecord> Read(DbConnection connection) =>
        [.. connection.Query<Row>($"SELECT {Columns} FROM revocations ORDER BY id").Select(row => row.ToRecord())];

    private sealed record Row(long Id, string Kind, string? Issuer, string Value, string? Twin, long Created, string? Reason, long? Until)
    {
        public RevocationRecord ToRecord() => new(RevocationKinds.Find(Kind) ?? throw new FormatException($"'{Kind}' is no kind of revocation."), Value)
        {
            Id = Id,
            Issuer = Issuer,
            Twin = Twin,
            Created = DateTimeOffset.FromUnixTimeMilliseconds(Created),
            Reason = Reason,
            Until = Until is { } until ? DateTimeOffset.FromUnixTimeMilliseconds(until) : null,
        };
    }
}

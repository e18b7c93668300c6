using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using Countersign.Ports;
using Dapper;

namespace Countersign.AspNetCore.Stores.Shared;

/// <summary>
/// Marks things as used in a table that gateways share, once among all of them, and forgets what has ended. What can't be marked counts as not to be
/// told: the database is not there, it lost what it knew, or it has no room.
/// </summary>
/// <remarks>
/// No clock but the database's says what may be forgotten, and what ended that long ago is never fresh again, so that a gateway whose clock is behind
/// finds nothing forgotten that it takes for alive.
/// </remarks>
internal sealed class SharedUses : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);
    private const int Slice = 10_000;
    private const int MostSlices = 50;

    private readonly Store _store;
    private readonly SharedNonceKeys _keys;
    private readonly string _table;
    private readonly int _capacity;
    private readonly long _margin;
    private readonly ITimer _timer;
    private long _toForget;
    private long _rows;
    private bool _isTidying;

    /// <summary>What is used of one kind.</summary>
    /// <param name="store">Where it is marked.</param>
    /// <param name="keys">Say whether the database still knows what it knew.</param>
    /// <param name="table">The table.</param>
    /// <param name="time">Says when to tidy up.</param>
    /// <param name="capacity">How many rows there may be, about: what other gateways add is counted a moment later.</param>
    /// <param name="margin">How long clocks may differ.</param>
    public SharedUses(Store store, SharedNonceKeys keys, string table, TimeProvider time, int capacity, TimeSpan? margin = null)
    {
        _store = store;
        _keys = keys;
        _table = table;
        _capacity = capacity;
        _margin = (long)(margin ?? TimeSpan.FromMinutes(1)).TotalMilliseconds;
        _timer = time.CreateTimer(static state => ((SharedUses)state!).TidyQuietly(), this, TimeSpan.Zero, Interval);
    }

    /// <summary>The question for a table: one statement, whose answer is a <see cref="ReplayOutcome"/>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="values">What is put there.</param>
    /// <param name="exists">Whether it takes no more room.</param>
    /// <param name="conflict">What becomes of a row that is there.</param>
    public static string Sql(string table, string columns, string values, string exists, string conflict) =>
        $"""
        WITH asked AS MATERIALIZED (
            SELECT EXISTS (SELECT FROM nonce_keys WHERE id = @life) AS lives, @expires <= until AS ended, @room OR {exists} AS room FROM forgotten_uses WHERE name = '{table}'),
        taken AS (INSERT INTO {table} ({columns}) SELECT {values} FROM asked WHERE lives AND room AND NOT ended ON CONFLICT {conflict} RETURNING 1)
        SELECT CASE
            WHEN NOT lives THEN {(int)ReplayOutcome.Unavailable} WHEN ended THEN {(int)ReplayOutcome.Ended} WHEN NOT room THEN {(int)ReplayOutcome.Full}
            WHEN EXISTS (SELECT FROM taken) THEN {(int)ReplayOutcome.Fresh} ELSE {(int)ReplayOutcome.Replayed} END
        FROM asked
        """;

    /// <summary>Marks something as used. A request that is given up does not give up this: the connection would be lost with it.</summary>
    [SuppressMessage("Design", "CA1031", Justification = "Whatever hinders the database from saying that it is fresh, it is no yes.")]
    public async ValueTask<ReplayOutcome> TryUseAsync(string sql, (string Name, object Value)[] what, DateTimeOffset expires)
    {
        if (_keys.Life is not { } life || !_store.IsReadable)
            return ReplayOutcome.Unavailable;
        try
        {
            var outcome = await _store.AskAsync(connection => AskAsync(connection, sql, what, expires.ToUnixTimeMilliseconds(), life));
            if (outcome == ReplayOutcome.Fresh)
                Interlocked.Increment(ref _rows);
            return outcome;
        }
        catch (Exception)
        {
            return ReplayOutcome.Unavailable;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _timer.Dispose();

    /// <summary>
    /// Forgets what had ended by the last time, and says what has by now. In between all questions have ended that did not see it said, so that none of
    /// them finds forgotten what it did not see ended.
    /// </summary>
    internal void Tidy()
    {
        using var connection = _store.Connect(full: false);
        for (var slices = 0; slices < MostSlices && Forget(connection) == Slice; slices++)
        {
            // The rest.
        }

        _toForget = connection.ExecuteScalar<long>(
            $"UPDATE forgotten_uses SET until = greatest(until, {SharedSql.Now} - @Margin) WHERE name = @Table RETURNING until", new { Margin = _margin, Table = _table });
        Volatile.Write(ref _rows, connection.ExecuteScalar<long>($"SELECT count(*) FROM (SELECT FROM {_table} LIMIT @Most) AS counted", new { Most = _capacity }));
    }

    // Gateways that tidy up at the same time take different rows, and wait for nobody.
    private int Forget(DbConnection connection) => connection.Execute(
        $"DELETE FROM {_table} WHERE ctid = ANY (ARRAY(SELECT ctid FROM {_table} WHERE expires <= @Until LIMIT @Slice FOR UPDATE SKIP LOCKED))",
        new { Until = _toForget, Slice });

    private async Task<ReplayOutcome> AskAsync(DbConnection connection, string sql, (string Name, object Value)[] what, long expires, long life)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = SharedSql.Patience;
        foreach (var (name, value) in what)
            Add(command, name, value);
        Add(command, "expires", expires);
        Add(command, "life", life);
        Add(command, "room", Volatile.Read(ref _rows) < _capacity);
        await command.PrepareAsync(); // which asks nothing when this connection has it prepared
        return (ReplayOutcome)(int)(await command.ExecuteScalarAsync())!;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
    }

    [SuppressMessage("Design", "CA1031", Justification = "A timer may not throw; what is kept longer takes room alone.")]
    private void TidyQuietly()
    {
        if (Interlocked.Exchange(ref _isTidying, true))
            return;
        try
        {
            Tidy();
        }
        catch (Exception)
        {
            // The store tells what is wrong with it.
        }
        finally
        {
            Volatile.Write(ref _isTidying, false);
        }
    }
}

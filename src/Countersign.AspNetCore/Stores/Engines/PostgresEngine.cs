using System.Data;
using System.Data.Common;
using Dapper;
using Npgsql;

namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>A store in a schema of a PostgreSQL database, which several gateways share. Of several hosts the primary is used, whichever that is at the time.</summary>
internal sealed class PostgresEngine : IStoreEngine
{
    private readonly NpgsqlDataSource _source;

    private PostgresEngine(NpgsqlConnectionStringBuilder connection, bool readOnly)
    {
        Place = PostgresPlace.NameOf(connection);
        IsReadOnly = readOnly;
        _source = PostgresPlace.Source(connection);
    }

    public string Place { get; }

    public bool IsReadOnly { get; }

    public bool IsShared => true;

    /// <summary>Opens a database, and makes the store in it when it is missing and not to be read alone.</summary>
    /// <exception cref="StoreUnavailableException">It can't be used; the message says why and what helps.</exception>
    public static PostgresEngine Open(string store, bool readOnly)
    {
        var place = PostgresPlace.Parse(store);
        var engine = new PostgresEngine(place, readOnly);
        try
        {
            using var connection = engine._source.OpenConnection();
            if (readOnly)
                PostgresShape.Demand(connection, engine.Place);
            else
                PostgresShape.Bring(connection, place.SearchPath!, engine.Place);
            return engine;
        }
        catch (Exception e)
        {
            engine.Dispose();
            throw engine.IsFault(e) ? new StoreUnavailableException(engine.Explain(e), e) : e;
        }
    }

    /// <summary>Whether the database has a store.</summary>
    /// <exception cref="StoreUnavailableException">Nobody can tell; the message says why and what helps.</exception>
    public static bool Exists(string store)
    {
        using var engine = new PostgresEngine(PostgresPlace.Parse(store), readOnly: true);
        try
        {
            return engine.Read(connection => PostgresShape.Exists((NpgsqlConnection)connection));
        }
        catch (Exception e) when (engine.IsFault(e))
        {
            throw new StoreUnavailableException(engine.Explain(e), e);
        }
    }

    public DbConnection Connect(bool full)
    {
        var connection = _source.OpenConnection();
        if (!full)
            connection.Execute("SET synchronous_commit = off");
        return connection;
    }

    public DbTransaction BeginWriting(DbConnection connection) => connection.BeginTransaction();

    public void Commit(DbTransaction transaction) => transaction.Commit();

    public DbTransaction BeginReading(DbConnection connection) => connection.BeginTransaction(IsolationLevel.RepeatableRead);

    public T Write<T>(Func<DbConnection, DbTransaction, T> change)
    {
        using var connection = _source.OpenConnection();
        using var transaction = BeginWriting(connection);
        PostgresLocks.TakeWriting(connection, transaction);
        var result = change(connection, transaction);
        Commit(transaction);
        return result;
    }

    public T Read<T>(Func<DbConnection, T> read)
    {
        using (var connection = _source.OpenConnection())
        {
            try
            {
                return read(connection);
            }
            catch (NpgsqlException e) when (IsBroken(connection, e))
            {
                // It broke while it waited in the pool, or just now. Reading again harms nobody, unless they wait long enough already.
            }
        }

        using var another = _source.OpenConnection();
        return read(another);
    }

    public async Task<T> AskAsync<T>(Func<DbConnection, Task<T>> ask)
    {
        await using (var connection = await _source.OpenConnectionAsync())
        {
            try
            {
                return await ask(connection);
            }
            catch (NpgsqlException e) when (IsBroken(connection, e))
            {
                // As when reading.
            }
        }

        await using var another = await _source.OpenConnectionAsync();
        return await ask(another);
    }

    // Generations only grow, so their sum moves with each. No two servers started in the same microsecond.
    public StoreVersion Version(DbConnection connection)
    {
        var (isStandby, server, changes) = connection.QuerySingle<(bool, long, long)>(
            "SELECT pg_is_in_recovery(), (extract(epoch FROM pg_postmaster_start_time()) * 1000000)::bigint, sum(value)::bigint FROM generations");

        // It may know of a revocation as late as it likes.
        return isStandby ? throw new StoreUnavailableException(PostgresFaults.Standby(Place)) : new(server, changes);
    }

    public IDisposable? Listen(Action changed) => new PostgresListener(_source, changed);

    public bool IsFault(Exception exception) => exception is NpgsqlException;

    public string Explain(Exception fault) => PostgresFaults.Explain(Place, fault);

    public void Dispose() => _source.Dispose();

    private static bool IsBroken(NpgsqlConnection connection, NpgsqlException fault) =>
        connection.State != ConnectionState.Open && fault.InnerException is not TimeoutException;
}

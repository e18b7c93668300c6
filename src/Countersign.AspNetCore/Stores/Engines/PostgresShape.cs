using Dapper;
using Npgsql;

namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>Brings a store in a schema of its own to the current shape, all steps in one transaction.</summary>
internal static class PostgresShape
{
    private static readonly PostgresDialect Dialect = new();

    /// <summary>Whether the schema has a store.</summary>
    public static bool Exists(NpgsqlConnection connection) => connection.ExecuteScalar<bool>("SELECT to_regclass('shape') IS NOT NULL");

    /// <exception cref="StoreUnavailableException">It is of a newer version, or a standby's.</exception>
    public static void Bring(NpgsqlConnection connection, string schema, string place)
    {
        if (connection.ExecuteScalar<bool>("SELECT pg_is_in_recovery()"))
            throw new StoreUnavailableException(PostgresFaults.Standby(place));
        if (Exists(connection) && IsNewest(connection, place))
            return;

        // Another gateway may do it at the same time: wait for it, then look again.
        using var transaction = connection.BeginTransaction();
        PostgresLocks.TakeWriting(connection, transaction);
        connection.Execute("SELECT set_config('search_path', current_setting('search_path'), false)", transaction: transaction); // or a schema that came meanwhile stays unseen
        if (!Exists(connection))
        {
            connection.Execute($"CREATE SCHEMA IF NOT EXISTS {new NpgsqlCommandBuilder().QuoteIdentifier(schema)}", transaction: transaction);
            connection.Execute(PostgresDialect.Beginning, transaction: transaction);
        }

        foreach (var step in StoreMigrations.After(VersionOf(connection), Dialect))
            connection.Execute(step, transaction: transaction);
        connection.Execute("UPDATE shape SET version = @Newest", new { StoreMigrations.Newest }, transaction);
        transaction.Commit();
    }

    /// <exception cref="StoreUnavailableException">There is no store, or it is of another version.</exception>
    public static void Demand(NpgsqlConnection connection, string place)
    {
        if (!Exists(connection))
            throw new StoreUnavailableException($"There is no store in {place}.");
        if (!IsNewest(connection, place))
            throw StoreMigrations.IsOld(place);
    }

    private static bool IsNewest(NpgsqlConnection connection, string place) => StoreMigrations.IsNewest(VersionOf(connection), place);

    private static int VersionOf(NpgsqlConnection connection) => (int)connection.ExecuteScalar<long>("SELECT version FROM shape");
}

using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>Brings a store file to the current shape, all steps in one transaction.</summary>
internal static class SqliteShape
{
    /// <summary>Marks a file as ours ("Csgn"), so that another program's database is not migrated by mistake.</summary>
    private const int ApplicationId = 0x4373676E;

    private static readonly SqliteDialect Dialect = new();

    /// <exception cref="StoreUnavailableException">The file is another program's, or of a newer version, or too old to be read without migration.</exception>
    public static void Bring(SqliteConnection connection, string path, bool readOnly)
    {
        if (StoreMigrations.IsNewest(VersionOf(connection, path), path))
            return;
        if (readOnly)
            throw StoreMigrations.IsOld(path);

        // Another process may migrate at the same time: take the write lock first, then look again.
        using var transaction = connection.BeginTransaction(deferred: false);
        foreach (var step in StoreMigrations.After(VersionOf(connection, path), Dialect))
            connection.Execute(step, transaction: transaction);
        connection.Execute(
            string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {StoreMigrations.Newest};"), transaction: transaction);
        transaction.Commit();
    }

    private static int VersionOf(SqliteConnection connection, string path)
    {
        var application = connection.ExecuteScalar<int>("PRAGMA application_id");
        var isEmpty = connection.ExecuteScalar<int>("SELECT count(*) FROM sqlite_master") == 0;
        if (application != ApplicationId && !isEmpty)
            throw new StoreUnavailableException($"{path} is a database of another program; name another file under `store`.");
        return connection.ExecuteScalar<int>("PRAGMA user_version");
    }
}

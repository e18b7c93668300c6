using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Countersign.AspNetCore.Stores;

/// <summary>Brings a store file to the current shape: numbered SQL files, each applied once, all in one transaction.</summary>
internal static class SqliteMigrations
{
    /// <summary>Marks a file as ours ("Csgn"), so that another program's database is not migrated by mistake.</summary>
    private const int ApplicationId = 0x4373676E;

    private static readonly (int Number, string Resource)[] Steps = Find();

    public static int Newest => Steps[^1].Number;

    /// <exception cref="StoreUnavailableException">The file is another program's, or of a newer version, or too old to be read without migration.</exception>
    public static void Apply(SqliteConnection connection, string path, bool readOnly)
    {
        if (Check(connection, path) == Newest)
            return;
        if (readOnly)
            throw new StoreUnavailableException($"The store {path} is of an older version; start the gateway once, or run a `user`, `key` or `revoke` command, to bring it up to date.");

        // Another process may migrate at the same time: take the write lock first, then look again.
        using var transaction = connection.BeginTransaction(deferred: false);
        var version = Check(connection, path);
        foreach (var (number, resource) in Steps)
        {
            if (number > version)
                connection.Execute(Read(resource), transaction: transaction);
        }

        connection.Execute(string.Create(CultureInfo.InvariantCulture, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Newest};"), transaction: transaction);
        transaction.Commit();
    }

    private static int Check(SqliteConnection connection, string path)
    {
        var version = connection.ExecuteScalar<int>("PRAGMA user_version");
        var application = connection.ExecuteScalar<int>("PRAGMA application_id");
        var isEmpty = connection.ExecuteScalar<int>("SELECT count(*) FROM sqlite_master") == 0;
        if (application != ApplicationId && !isEmpty)
            throw new StoreUnavailableException($"{path} is a database of another program; name another file under `store`.");
        if (version > Newest)
        {
            throw new StoreUnavailableException(string.Create(
                CultureInfo.InvariantCulture,
                $"The store {path} is of version {version}, written by a newer Countersign; this one knows up to {Newest}. Use the newer program or another file."));
        }

        return version;
    }

    private static (int, string)[] Find()
    {
        const string Folder = ".Migrations.";
        return [.. typeof(SqliteMigrations).Assembly.GetManifestResourceNames()
            .Where(name => name.Contains(Folder, StringComparison.Ordinal) && name.EndsWith(".sql", StringComparison.Ordinal))
            .Select(name => (int.Parse(name.AsSpan(name.IndexOf(Folder, StringComparison.Ordinal) + Folder.Length, 4), CultureInfo.InvariantCulture), name))
            .OrderBy(step => step.Item1)];
    }

    private static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(SqliteMigrations).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}

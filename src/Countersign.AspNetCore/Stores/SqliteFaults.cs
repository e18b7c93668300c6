using Microsoft.Data.Sqlite;

namespace Countersign.AspNetCore.Stores;

/// <summary>What SQLite's errors mean for an operator.</summary>
internal static class SqliteFaults
{
    /// <summary>What is wrong with a store, and what helps.</summary>
    public static string Explain(string path, Exception e) => (e as SqliteException)?.SqliteErrorCode switch
    {
        null when e is IOException or UnauthorizedAccessException =>
            $"The store {path} can't be made: {e.Message.TrimEnd('.')}. Its folder has to exist and to be writable for this user; `store: sqlite:FILE` names another.",
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB =>
            $"The store {path} is damaged or not a SQLite file. Restore a copy, or move it away to start with an empty one.",
        SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_READONLY =>
            $"The store {path} can't be opened; its folder has to exist and to be writable for this user.",
        SQLitePCL.raw.SQLITE_BUSY => $"The store {path} is locked by another program.",
        SQLitePCL.raw.SQLITE_FULL => $"There is no room on the disk of the store {path}.",
        _ => $"The store {path} can't be used: {e.Message}",
    };

    /// <summary>Does something with a store, and has SQLite's errors say what helps.</summary>
    /// <exception cref="StoreUnavailableException">SQLite could not.</exception>
    public static void Explained(string path, Action work)
    {
        try
        {
            work();
        }
        catch (SqliteException failure)
        {
            throw new StoreUnavailableException(Explain(path, failure), failure);
        }
    }

    /// <summary>Reads for an operator, who is told what can't be read, and why.</summary>
    /// <exception cref="StoreUnavailableException">The store can't be read.</exception>
    public static T Read<T>(this SqliteStore store, string what, Func<SqliteConnection, T> read)
    {
        try
        {
            return store.Read(read);
        }
#pragma warning disable CA1031 // Whatever a row that nobody of ours wrote makes the readers throw, it is told as the rest is.
        catch (Exception e)
#pragma warning restore CA1031
        {
            var why = e is SqliteException ? e.Message : $"a row is damaged ({e.GetType().Name})";
            throw new StoreUnavailableException($"The {what} in {store.Path} can't be read: {why}", e);
        }
    }
}

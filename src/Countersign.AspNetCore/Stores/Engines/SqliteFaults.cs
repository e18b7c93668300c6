using Microsoft.Data.Sqlite;

namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>What SQLite's errors mean for an operator.</summary>
internal static class SqliteFaults
{
    /// <summary>What is wrong with a store, and what helps.</summary>
    public static string Explain(string path, Exception e) => (e as SqliteException)?.SqliteErrorCode switch
    {
        null when e is IOException or UnauthorizedAccessException =>
            $"The store {path} can't be made: {e.Message.TrimEnd('.')}. Its folder has to exist and to be writable for this user; `store: sqlite:FILE` names another.",
        SQLitePCL.raw.SQLITE_READONLY when ((SqliteException)e).SqliteExtendedErrorCode == SqliteFile.Moved =>
            $"The store {path} was removed or replaced while it was in use. Restart the gateway to use what is there now, or put the file back.",
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB =>
            $"The store {path} is damaged or not a SQLite file. Restore a copy, or move it away to start with an empty one.",
        SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_READONLY =>
            $"The store {path} can't be opened; its folder has to exist and to be writable for this user.",
        SQLitePCL.raw.SQLITE_BUSY => $"The store {path} is locked by another program.",
        SQLitePCL.raw.SQLITE_FULL => $"There is no room on the disk of the store {path}.",
        _ => $"The store {path} can't be used: {e.Message}",
    };
}

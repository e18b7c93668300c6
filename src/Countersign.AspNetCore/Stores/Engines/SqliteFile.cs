using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>The file of a store: where it is, and for whom.</summary>
internal static class SqliteFile
{
    /// <summary>SQLITE_READONLY_DBMOVED.</summary>
    public const int Moved = SQLitePCL.raw.SQLITE_READONLY | (4 << 8);

    private const int HasMoved = 20;
    private static readonly byte[] Main = "main\0"u8.ToArray();

    /// <summary>Password hashes are for the owner alone. SQLite gives its -wal and -shm files the mode of the main file.</summary>
    public static void CreatePrivately(string path)
    {
        if (File.Exists(path))
            return;
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(path, options).Dispose();
    }

    /// <summary>
    /// Sees to it that the file that is open is still the one of its name. What is done to another one in its place, such as switching off a user, would never be
    /// seen here, and what is written here would be lost.
    /// </summary>
    /// <exception cref="SqliteException">It was removed or replaced.</exception>
    public static void DemandInPlace(SqliteConnection connection)
    {
        // Where SQLite can't tell, such as of a store in memory, it is in its place.
        if (FileControl(connection.Handle!, Main, HasMoved, out var isMoved) == SQLitePCL.raw.SQLITE_OK && isMoved != 0)
            throw new SqliteException("the file was removed or replaced", SQLitePCL.raw.SQLITE_READONLY, Moved);
    }

    [DllImport(SqliteLibrary.Name, EntryPoint = "sqlite3_file_control")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int FileControl(SQLitePCL.sqlite3 database, byte[] name, int operation, out int answer);
}

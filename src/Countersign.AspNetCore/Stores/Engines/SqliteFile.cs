namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>The file of a store: where it is, and for whom.</summary>
internal static class SqliteFile
{
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
}

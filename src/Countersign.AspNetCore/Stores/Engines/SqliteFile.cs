namespace Countersign.AspNetCore.Stores.Engines;

/// <summary>The file of a store: where it is, and for whom.</summary>
internal static class SqliteFile
{
    /// <summary>The file of <c>sqlite:PATH</c>, absolute.</summary>
    /// <exception cref="StoreUnavailableException">The text is of another form.</exception>
    public static string PathOf(string store)
    {
        const string Kind = "sqlite:";
        if (!store.StartsWith(Kind, StringComparison.Ordinal) || store.Length == Kind.Length)
            throw new StoreUnavailableException($"The store `{store}` is not of the form `sqlite:PATH`.");
        return Path.GetFullPath(store[Kind.Length..]);
    }

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

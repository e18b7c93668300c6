namespace Countersign.Client.Tokens.Stores;

/// <summary>Files that this user alone can read.</summary>
internal static class PrivateFiles
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public static void CreateDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(path); // what lies in a profile is the user's own there
        else
            Directory.CreateDirectory(path, Mine | UnixFileMode.UserExecute);
    }

    /// <summary>Writes a new file, to the disk.</summary>
    public static void Write(string path, ReadOnlySpan<byte> octets)
    {
        using var file = new FileStream(path, OptionsFor(FileMode.CreateNew, FileShare.None));
        file.Write(octets);
        file.Flush(flushToDisk: true);
    }

    /// <summary>Takes a lock that ends with the process, however it ends; null while somebody else has it.</summary>
    public static FileStream? TryLock(string path)
    {
        try
        {
            return new(path, OptionsFor(FileMode.OpenOrCreate, FileShare.None));
        }
        catch (IOException exception) when (IsTaken(exception))
        {
            return null;
        }
    }

    /// <summary>Takes such a lock, waiting for those who have it for a moment.</summary>
    public static FileStream Lock(string path)
    {
        FileStream? taken;
        while ((taken = TryLock(path)) is null)
            Thread.Sleep(Pause);
        return taken;
    }

    // ERROR_SHARING_VIOLATION; EWOULDBLOCK of Linux, of macOS and the BSDs.
    private static bool IsTaken(IOException exception) =>
        OperatingSystem.IsWindows() ? (exception.HResult & 0xFFFF) == 32 : exception.HResult == (OperatingSystem.IsLinux() ? 11 : 35);

    private static FileStreamOptions OptionsFor(FileMode mode, FileShare share)
    {
        var options = new FileStreamOptions { Mode = mode, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = Mine;
        return options;
    }
}

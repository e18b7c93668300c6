using Countersign.AspNetCore.Stores;

namespace Countersign.Cli.Requests;

/// <summary>Whether a file can be written later on. It is left as it is.</summary>
internal static class WritableFile
{
    /// <summary>Whether it is a pipe or a device, which is opened once; where the system can't be asked, what is empty may be one.</summary>
    public static bool IsOther(string file) => RegularFile.IsOther(file) || (!OperatingSystem.IsLinux() && new FileInfo(file) is { Exists: true, Length: 0 });

    /// <summary>Why it can't be written; null where it can.</summary>
    public static string? FaultOf(string file)
    {
        if (file.Length == 0 || Directory.Exists(file))
            return $"'{file}' is no file.";

        // Who opens a pipe and closes it takes its reader away.
        if (IsOther(file))
            return null;
        try
        {
            var isNew = !File.Exists(file);
            File.OpenHandle(file, isNew ? FileMode.CreateNew : FileMode.Open, FileAccess.Write, FileShare.ReadWrite, isNew ? FileOptions.DeleteOnClose : FileOptions.None).Dispose();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return exception.Message;
        }
    }
}

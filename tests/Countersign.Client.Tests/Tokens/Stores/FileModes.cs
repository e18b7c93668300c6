using Xunit;

namespace Countersign.Client.Tests.Tokens.Stores;

/// <summary>Who may do what with a file, where systems have modes.</summary>
internal static class FileModes
{
    private const UnixFileMode Mine = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    public static void AssertPrivate(string path)
    {
        if (!OperatingSystem.IsWindows())
            Assert.Equal(Directory.Exists(path) ? Mine | UnixFileMode.UserExecute : Mine, File.GetUnixFileMode(path));
    }

    public static void Share(string path)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no modes.");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, Mine | UnixFileMode.GroupRead);
    }
}

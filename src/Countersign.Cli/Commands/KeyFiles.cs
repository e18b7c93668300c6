using Countersign.Tokens.Keys;

namespace Countersign.Cli.Commands;

/// <summary>Files with keys.</summary>
internal static class KeyFiles
{
    private const int MaxLength = 512 * 1024;

    /// <exception cref="CommandFailure">There is none, or it is too large.</exception>
    public static byte[] Read(string name)
    {
        if (!File.Exists(name))
            throw new CommandFailure($"{name}: there is no such file.");
        if (new FileInfo(name).Length > MaxLength)
            throw new CommandFailure($"{name}: the file is larger than any set of keys that is read.");
        return File.ReadAllBytes(name);
    }

    /// <summary>Writes a private key into a new file that its owner alone can read.</summary>
    /// <exception cref="CommandFailure">There is such a file already: what it holds would be lost.</exception>
    public static void WritePrivate(string name, SigningKey key)
    {
        if (File.Exists(name))
            throw new CommandFailure($"{name}: there is such a file already, and no key is written over another.");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var writer = new StreamWriter(name, options);
        writer.WriteLine(JwkWriter.WritePrivate(key).Reveal());
    }
}

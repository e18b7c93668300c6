using System.Collections.Immutable;

namespace Countersign.Inspector.Lint;

/// <summary>The files of this machine. Absolute names may be looked for below a folder, as of a container's unpacked image.</summary>
/// <param name="root">That folder; null for none.</param>
internal sealed class DiskFiles(string? root = null) : IConfigurationFiles
{
    /// <summary>Octets of a file; longer ones are not read.</summary>
    private const int MaxOctets = 16 * 1024 * 1024;

    public string? Read(string path)
    {
        try
        {
            var file = new FileInfo(Rooted(path));
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            if (!file.Exists || file.Length > MaxOctets)
                return null;

            // Pipes and devices are of no length, and have no end.
            return file.Length == 0 ? "" : File.ReadAllText(file.FullName);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    public bool? Exists(string path) => Path.Exists(Rooted(path));

    public ImmutableArray<string> Match(string pattern)
    {
        if (pattern.AsSpan().IndexOfAny("*?[") < 0)
            return Exists(pattern) == true ? [pattern] : [];
        try
        {
            return [.. Match(pattern.StartsWith('/') ? "/" : "", pattern.Split('/', StringSplitOptions.RemoveEmptyEntries)).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private IEnumerable<string> Match(string folder, ReadOnlyMemory<string> names)
    {
        if (names.IsEmpty)
            return [folder];
        var (name, rest) = (names.Span[0], names[1..]);
        if (name.AsSpan().IndexOfAny("*?[") < 0)
            return Path.Exists(Rooted(Path.Combine(folder, name))) ? Match(Path.Combine(folder, name), rest) : [];
        var entries = new DirectoryInfo(folder.Length == 0 ? "." : Rooted(folder));
        return !entries.Exists ? [] : entries.EnumerateFileSystemInfos()
            .Where(entry => (name[0] == '.' || entry.Name[0] != '.') && Glob.IsMatch(name, entry.Name))
            .SelectMany(entry => Match(Path.Combine(folder, entry.Name), rest));
    }

    private string Rooted(string path) => root is not null && Path.IsPathRooted(path) ? Path.Join(root, path) : path;
}

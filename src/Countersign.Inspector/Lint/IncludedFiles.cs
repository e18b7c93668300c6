using System.Globalization;

namespace Countersign.Inspector.Lint;

/// <summary>How much is read of a configuration with all that it includes, and what is open of it at a time.</summary>
/// <param name="maxFiles">How often files may be read.</param>
/// <param name="maxDepth">How deep files may be included within each other.</param>
internal sealed class IncludedFiles(int maxFiles, int maxDepth)
{
    /// <summary>How many directives are read.</summary>
    public const int MaxDirectives = 100_000;

    private const int MaxMebibytes = 64;

    private readonly List<string> _open = [];
    private int _files;
    private int _directives;
    private long _length;

    /// <summary>Whether more may be read.</summary>
    public bool HasRoom => _directives < MaxDirectives && _length <= MaxMebibytes * 1024L * 1024L;

    /// <summary>Why no more is read.</summary>
    public string Full => _directives < MaxDirectives
        ? string.Create(CultureInfo.InvariantCulture, $"more than {MaxMebibytes} MiB with all that is included: the rest is not read")
        : string.Create(CultureInfo.InvariantCulture, $"more than {MaxDirectives:N0} directives: the rest is not read");

    /// <summary>Counts a directive.</summary>
    public void Count() => _directives++;

    /// <summary>Counts the text of a file.</summary>
    public void Count(string text) => _length += text.Length;

    /// <summary>Whether a file is being read.</summary>
    public bool IsOpen(string name) => _open.Contains(KeyOf(name), StringComparer.Ordinal);

    /// <summary>Opens a file, or what else is included by a name.</summary>
    /// <returns>Why it is not read; null where it is.</returns>
    public string? Open(string name)
    {
        if (IsOpen(name))
            return $"{name} includes itself";
        if (!HasRoom)
            return Full;
        if (_open.Count > maxDepth)
            return string.Create(CultureInfo.InvariantCulture, $"files are included too deep within each other: {name} is not read");
        if (_files >= maxFiles)
            return string.Create(CultureInfo.InvariantCulture, $"more than {maxFiles:N0} files are included: the rest is not read");
        _files++;
        _open.Add(KeyOf(name));
        return null;
    }

    /// <summary>Closes what was opened last.</summary>
    public void Close() => _open.RemoveAt(_open.Count - 1);

    private static string KeyOf(string name) => name.Length == 0 || name.Contains('\0', StringComparison.Ordinal) ? name : Path.GetFullPath(name);
}

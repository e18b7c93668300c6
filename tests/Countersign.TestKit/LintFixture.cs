using System.Globalization;
using System.Runtime.CompilerServices;

namespace Countersign.TestKit;

/// <summary>
/// A server's files in one text of tests/Fixtures/lint: first the requests, each with the status that the real server answers (<c>GET http://www.example.org/x 401</c>; <c>authorized</c>
/// before it for one with credentials), then the files, each behind <c>== NAME</c>, the server's own first.
/// </summary>
public sealed record LintFixture(string Name, IReadOnlyList<LintRequest> Requests, IReadOnlyList<(string Name, string Text)> Files)
{
    public static string Root { get; } = Path.GetFullPath(Path.Combine(Here(), "../Fixtures/lint"));

    /// <summary>The file that the server begins with.</summary>
    public string Main => Files[0].Name;

    /// <summary>The names of a kind's fixtures, as <c>apache/satisfy-any/fires-alone.txt</c>.</summary>
    public static IEnumerable<string> Of(string folder, string pattern = "*.txt") =>
        Directory.Exists(Path.Combine(Root, folder))
            ? Directory.GetFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal)
            : [];

    public static LintFixture Read(string name)
    {
        var parts = ("\n" + File.ReadAllText(Path.Combine(Root, name))).Split("\n== ");
        var requests = parts[0].Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#').Select(LintRequest.Read);
        return new(name, [.. requests], [.. parts.Skip(1).Select(part => (part[..part.IndexOf('\n', StringComparison.Ordinal)], Ended(part[(part.IndexOf('\n', StringComparison.Ordinal) + 1)..])))]);
    }

    /// <summary>Lays the files down below a folder.</summary>
    public void WriteTo(string folder, Func<string, string>? edit = null)
    {
        foreach (var (name, text) in Files)
        {
            var path = Path.Join(folder, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, edit is null ? text : edit(text));
        }
    }

    private static string Ended(string text) => text.EndsWith('\n') ? text : text + "\n";

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}

/// <summary>A request of a fixture, and what the real server answers.</summary>
public sealed record LintRequest(string Method, string Url, int Status, bool IsAuthorized)
{
    /// <summary>The path as it is written, which an address would tidy up.</summary>
    public string Target => Url.IndexOf('/', Url.IndexOf("://", StringComparison.Ordinal) + 3) is >= 0 and var slash ? Url[slash..] : "/";

    public static LintRequest Read(string line)
    {
        var words = line.Split(' ');
        var isAuthorized = words[0] == "authorized";
        var at = isAuthorized ? 1 : 0;
        return new(words[at], words[at + 1], int.Parse(words[at + 2], CultureInfo.InvariantCulture), isAuthorized);
    }

    public override string ToString() => $"{Method} {Url}";
}

using Xunit;

namespace Countersign.Conventions;

/// <summary>The checkout that the tests run in.</summary>
internal static class Repository
{
    private static readonly string[] NotOurs = ["artifacts", "bin", "obj", "node_modules", ".git", ".vs"];

    public static string Root { get; } = FindRoot();

    /// <summary>Paths relative to the root, with slashes, of every file below a folder.</summary>
    public static IEnumerable<string> Files(string folder = "", string pattern = "*") =>
        Walk(Path.Combine(Root, folder), pattern).Select(file => Path.GetRelativePath(Root, file).Replace('\\', '/')).Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    /// <summary>Compares a derived text with the file that keeps it; UPDATE_SNAPSHOTS=1 writes the file anew.</summary>
    public static void AssertSnapshot(string path, string derived)
    {
        var file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, derived);
        }

        var kept = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : "";
        if (kept != derived)
            Assert.Fail($"{path} is not up to date. Review the difference after: UPDATE_SNAPSHOTS=1 ./test Conventions\n{FirstDifference(kept, derived)}");
    }

    private static string FirstDifference(string kept, string derived)
    {
        var (old, now) = (kept.Split('\n'), derived.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(old.Length, now.Length)).First(i => i >= old.Length || i >= now.Length || old[i] != now[i]);
        return $"line {line + 1}\n  file: {old.ElementAtOrDefault(line) ?? "(ends)"}\n  now:  {now.ElementAtOrDefault(line) ?? "(ends)"}";
    }

    private static IEnumerable<string> Walk(string folder, string pattern)
    {
        foreach (var file in Directory.EnumerateFiles(folder, pattern).Where(file => !NotOurs.Contains(Path.GetFileName(file), StringComparer.Ordinal)))
            yield return file;
        foreach (var inner in Directory.EnumerateDirectories(folder).Where(inner => !NotOurs.Contains(Path.GetFileName(inner), StringComparer.Ordinal)))
        {
            foreach (var file in Walk(inner, pattern))
                yield return file;
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Countersign.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests have to run below the checkout.");
        return folder.FullName;
    }
}

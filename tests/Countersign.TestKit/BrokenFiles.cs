namespace Countersign.TestKit;

/// <summary>The broken configurations of <c>tests/Fixtures/broken</c>, and what is to be said of each: <c>tests/Fixtures/broken.txt</c>.</summary>
public static class BrokenFiles
{
    private static readonly string Fixtures = Path.Combine(Vectors.Root, "tests", "Fixtures");
    private static readonly string[] Expected = File.ReadAllLines(Path.Combine(Fixtures, "broken.txt"));

    /// <summary>The names of all files.</summary>
    public static string[] Names { get; } =
        [.. Directory.GetFiles(Path.Combine(Fixtures, "broken")).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    /// <summary>Where a file is.</summary>
    public static string PathOf(string name) => Path.Combine(Fixtures, "broken", name);

    /// <summary>The lines that tell what is wrong with a file.</summary>
    public static string[] Problems(string name) =>
        [.. Expected.Where(line => line.StartsWith(name + ":", StringComparison.Ordinal)).Select(PathOf)];
}

using System.Text.Json;

namespace Countersign.TestKit;

/// <summary>The vector files under <c>tests/Vectors</c>.</summary>
public static class Vectors
{
    /// <summary>The repository's root.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>A whole vector file.</summary>
    public static JsonElement Load(string name) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Root, "tests", "Vectors", name))).RootElement;

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Countersign.slnx")))
            directory = directory.Parent;
        return directory?.FullName ?? throw new DirectoryNotFoundException("The repository's root was not found.");
    }
}

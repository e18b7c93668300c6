using System.Text.Json;

namespace Countersign.TestKit;

/// <summary>The vector files under <c>tests/Vectors</c>.</summary>
public static class Vectors
{
    /// <summary>A whole vector file.</summary>
    public static JsonElement Load(string name)
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "Countersign.slnx")))
            directory = directory.Parent;
        var root = directory?.FullName ?? throw new DirectoryNotFoundException("The repository's root was not found.");
        return JsonDocument.Parse(File.ReadAllBytes(Path.Combine(root, "tests", "Vectors", name))).RootElement;
    }
}

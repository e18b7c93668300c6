namespace Countersign.Gateway.Tests.Configuration;

/// <summary>Files of the repository, and a folder for files of a test.</summary>
internal sealed class Fixtures : IDisposable
{
    public static string Root { get; } = FindRoot();

    public static string Example { get; } = Path.Combine(Root, "examples", "gateway.yaml");

    public string Folder { get; } = Directory.CreateTempSubdirectory("countersign-").FullName;

    public string Write(string text, string name = "countersign.yaml")
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Countersign.slnx")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("no Countersign.slnx above the tests");
        return folder;
    }
}

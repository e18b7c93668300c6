namespace Countersign.EndToEnd;

/// <summary>Where the things of this checkout are.</summary>
internal static class Checkout
{
    public static string Root { get; } = FindRoot();

    /// <summary>The command, of the same build as the tests.</summary>
    public static string Command { get; } = Path.Combine(
        Root, "artifacts", "bin", "Countersign.Cli", new DirectoryInfo(AppContext.BaseDirectory).Name, "Countersign.Cli.dll");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Countersign.slnx")))
            folder = folder.Parent ?? throw new InvalidOperationException("The tests have to run below the checkout.");
        return folder.FullName;
    }
}

using System.Diagnostics;
using Xunit;

namespace Countersign.EndToEnd;

/// <summary>The script at the root, as a user calls it.</summary>
public sealed class LauncherTests : IDisposable
{
    private readonly DirectoryInfo _elsewhere = Directory.CreateTempSubdirectory("countersign-");

    [Fact]
    public async Task Finds_its_checkout_through_a_symbolic_link_from_another_folder()
    {
        var link = Path.Combine(_elsewhere.FullName, "cs");
        File.CreateSymbolicLink(link, Path.Combine(Checkout.Root, "countersign"));

        var (code, error) = await Run(link, "--version");

        Assert.Equal((0, ""), (code, error));
    }

    [Fact]
    public async Task Says_what_to_install_when_there_is_no_dotnet()
    {
        // A copy finds no other dotnet than the PATH's; the well-known places are taken out of it.
        var copy = Path.Combine(_elsewhere.FullName, "countersign");
        var script = await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "countersign"), TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(copy, script.Replace("/dotnet/dotnet", "/no/dotnet", StringComparison.Ordinal).Replace("command -v dotnet", "true", StringComparison.Ordinal), TestContext.Current.CancellationToken);

        var (code, error) = await Run("/bin/bash", copy);

        Assert.Equal(1, code);
        Assert.Contains("the .NET 10 SDK is needed", error, StringComparison.Ordinal);
    }

    public void Dispose() => _elsewhere.Delete(recursive: true);

    private async Task<(int Code, string Error)> Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            WorkingDirectory = _elsewhere.FullName,
        };
        start.Environment.Remove("DOTNET_ROOT");
        start.Environment["HOME"] = _elsewhere.FullName;
        using var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error.Trim());
    }
}

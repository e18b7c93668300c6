using Xunit;

namespace Countersign.EndToEnd.Operating;

/// <summary>The archive and the dotnet tool, as those get them who have no checkout.</summary>
[Collection<ReleaseAlone>]
public sealed class ReleaseTests(ReleaseFixture release)
{
    [Fact]
    public async Task The_archive_serves_its_own_example()
    {
        var examples = Directory.CreateDirectory(release.FolderFor("site"));
        foreach (var file in Directory.GetFiles(Path.Combine(release.Archive, "examples")))
            File.Copy(file, Path.Combine(examples.FullName, Path.GetFileName(file)));
        await using var gateway = await RunningGateway.StartAsync(
            Path.Combine(examples.FullName, "gateway.yaml"), program: Path.Combine(release.Archive, "countersign"));

        var (status, body) = await Programs.CurlAsync(gateway.Url + "/staging/");

        Assert.Equal(401, status);
        Assert.Contains("credentials-missing", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_archive_has_a_man_page_and_completions_that_shells_can_read()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(release.Archive, "man", "man1", "countersign.1"), TestContext.Current.CancellationToken);
        var bash = await Programs.RunAsync("bash", ["-n", Path.Combine(release.Archive, "completions", "countersign.bash")]);

        Assert.StartsWith(".TH", page, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(new(0, "", ""), bash);
    }

    [Fact]
    public async Task The_sums_beside_the_archive_are_right()
    {
        var sums = await Programs.RunAsync("bash", ["-c", "cd \"$0\" && sha256sum --check --quiet SHA256SUMS", ReleaseFixture.Made]);

        Assert.Equal(new(0, "", ""), sums);
    }

    [Fact]
    public async Task The_dotnet_tool_installs_and_runs()
    {
        var folder = release.FolderFor("tools");
        var sources = release.FolderFor("nuget.config");
        await File.WriteAllTextAsync(
            sources,
            $"""<configuration><packageSources><clear /><add key="release" value="{ReleaseFixture.Made}" /></packageSources></configuration>""",
            TestContext.Current.CancellationToken);

        // In a cache of its own: the user's may hold a former package of the same version.
        var install = await Programs.RunAsync(
            "env", [$"NUGET_PACKAGES={release.FolderFor("cache")}", "dotnet", "tool", "install", "Countersign.Cli", "--tool-path", folder, "--configfile", sources]);
        Assert.True(install.Code == 0, install.Output + install.Error);
        var read = await Programs.RunAsync(Path.Combine(folder, "countersign"), ["read", "challenge", "Basic realm=\"x\"", "--format", "json"]);

        Assert.Equal(0, read.Code);
        Assert.Contains("\"scheme\":\"Basic\"", read.Output.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}

using System.Collections.Immutable;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Tests.Configuration;
using Countersign.Gateway.Tests.Hosting;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>What an operator makes of the pages.</summary>
public sealed class ThemeTests : IDisposable
{
    private const string Yaml = """
        sign-in: { theme: theme, service: Orders }
        schemes:
          people: { type: session, allow-cleartext: true }
        routes:
          - { name: all, access: { any-of: [people] }, upstream: UPSTREAM }
        """;

    private readonly Fixtures _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task Shows_the_theme_and_serves_its_files()
    {
        await using var gateway = await SignInSite.StartAsync(Yaml, ("theme/style.css", "h1{color:red}"), ("theme/logo.svg", "<svg/>"), ("theme/texts.yaml", "sign-in: Enter"), ("theme/texts.de.yaml", "sign-in: Eintreten"), ("theme/notes.txt", "mine"));
        var page = await new TestBrowser(gateway).GetAsync("/.countersign/login");
        Assert.Contains("<title>Enter &#x2013; Orders</title>", page.Body, StringComparison.Ordinal);
        Assert.Contains("'self'", page.Field("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("Eintreten", (await new TestBrowser(gateway).GetAsync("/.countersign/login", "Accept-Language: de")).Body, StringComparison.Ordinal);

        var address = page.Body.Split('"').Single(part => part.StartsWith("/.countersign/assets/logo.svg", StringComparison.Ordinal));
        var logo = await gateway.GetAsync(address);
        Assert.Equal((200, "image/svg+xml", "nosniff", "<svg/>"), (logo.Status, logo.Field("Content-Type"), logo.Field("X-Content-Type-Options"), logo.Body));
        Assert.Contains("sandbox", logo.Field("Content-Security-Policy"), StringComparison.Ordinal);
        Assert.Contains("immutable", logo.Field("Cache-Control"), StringComparison.Ordinal);
        Assert.Equal("no-cache", (await gateway.GetAsync("/.countersign/assets/style.css")).Field("Cache-Control"));
        Assert.Equal(404, (await gateway.GetAsync("/.countersign/assets/notes.txt")).Status);
        Assert.Equal(404, (await gateway.GetAsync("/.countersign/assets/texts.yaml")).Status);
        Assert.Equal(405, (await gateway.AskAsync("POST", "/.countersign/assets/style.css", "Content-Length: 0")).Status);
    }

    [Theory]
    [InlineData("texts.yaml", "sign-inn: Enter", "theme/texts.yaml:1:1: error unknown-key: no page says 'sign-inn'; did you mean 'sign-in'?")]
    [InlineData("texts.de.yaml", "signed-in-as: Hallo {user}", "theme/texts.de.yaml:1:15: error unknown-hole: nothing fills {user} in 'signed-in-as'; what is filled there: {name}")]
    [InlineData("texts.yaml", "- a", "theme/texts.yaml:1:1: error wrong-type: the file has to be a mapping of phrases to texts, not a list")]
    [InlineData("texts.yaml", "or: [a]", "theme/texts.yaml:1:5: error wrong-type: 'or' has to be a text, not a list")]
    [InlineData("texts.yaml", "or: \"", "not-yaml")]
    public void Says_what_is_wrong_with_its_texts(string file, string text, string problem)
    {
        _files.Write(text, "theme/" + file);

        var problems = ConfigurationReader.Read(_files.Write(Yaml.Replace("UPSTREAM", "http://127.0.0.1:9", StringComparison.Ordinal)), _ => null).Problems;

        Assert.Contains(problem, Assert.Single(problems).ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("style.css")]
    [InlineData("texts.yaml")]
    [InlineData("texts.fr.yaml")]
    public void Takes_no_file_from_outside_of_its_folder_and_no_device(string file)
    {
        // Its folder may be behind a link, and files behind links within it: so do volumes of Kubernetes have them.
        _files.Write("", "real/..data/" + file);
        _files.Write("or: oder", "secret");
        var folder = Path.Combine(_files.Folder, "real");
        Directory.CreateSymbolicLink(Path.Combine(_files.Folder, "theme"), folder);
        File.CreateSymbolicLink(Path.Combine(folder, file), Path.Combine("..data", file));
        Assert.DoesNotContain(Problems(), problem => problem.Code.StartsWith("file-", StringComparison.Ordinal));

        Assert.Equal("file-outside", Assert.Single(Linked("../secret")).Code);
        Assert.Equal("file-outside", Assert.Single(Linked(Path.Combine(_files.Folder, "secret"))).Code);
        if (OperatingSystem.IsLinux())
            Assert.Equal("file-unreadable", Assert.Single(Linked("/dev/zero")).Code);
        Directory.CreateSymbolicLink(Path.Combine(folder, "out"), _files.Folder);
        Assert.Equal("file-outside", Assert.Single(Linked("out/secret")).Code);

        ImmutableArray<ConfigurationProblem> Linked(string target)
        {
            File.Delete(Path.Combine(folder, file));
            File.CreateSymbolicLink(Path.Combine(folder, file), target);
            return Problems();
        }
    }

    [Fact]
    public void Takes_no_large_file_and_no_folder_that_is_not_there()
    {
        var file = _files.Write(Yaml.Replace("UPSTREAM", "http://127.0.0.1:9", StringComparison.Ordinal));
        Assert.Contains("there is no folder 'theme'", Assert.Single(ConfigurationReader.Read(file, _ => null).Problems).ToString(), StringComparison.Ordinal);

        _files.Write(new string(' ', (512 << 10) + 1), "theme/style.css");

        Assert.Contains("style.css in 'theme' is larger than 512 KiB", Assert.Single(ConfigurationReader.Read(file, _ => null).Problems).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_file_is_a_changed_configuration()
    {
        _files.Write("sign-in: Enter", "theme/texts.yaml");
        var reading = ConfigurationReader.Read(_files.Write(Yaml.Replace("UPSTREAM", "http://127.0.0.1:9", StringComparison.Ordinal)), _ => null);
        Assert.True(reading.Stamps.AreCurrent);

        _files.Write("h1{}", "theme/style.css");

        Assert.False(reading.Stamps.AreCurrent);
    }

    private ImmutableArray<ConfigurationProblem> Problems() =>
        [.. ConfigurationReader.Read(_files.Write(Yaml.Replace("UPSTREAM", "http://127.0.0.1:9", StringComparison.Ordinal)), _ => null).Problems];
}

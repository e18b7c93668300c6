using System.Text.RegularExpressions;
using Countersign.Cli;
using Countersign.Gateway.Configuration;
using Countersign.Lab.Simulator;
using Countersign.Schemes.ApiKey;
using Xunit;

namespace Countersign.Conventions;

/// <summary>What the pages say is there and works: links, configurations, command lines.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages => [.. Repository.Files("", "*.md")];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_relative_link_leads_somewhere(string page)
    {
        foreach (Match link in Link().Matches(Repository.Read(page)))
        {
            var target = link.Groups["target"].Value;
            var file = target.Length == 0 ? page : Path.Combine(Path.GetDirectoryName(page)!, target);
            var whole = Path.Combine(Repository.Root, file);
            Assert.True(File.Exists(whole) || Directory.Exists(whole), $"{page}: {link.Value} leads nowhere");
            if (link.Groups["anchor"] is { Success: true, Value: var anchor } && file.EndsWith(".md", StringComparison.Ordinal))
                Assert.True(Anchors(Repository.Read(file)).Contains(anchor), $"{page}: {link.Value} names no heading of {file}");
        }
    }

    [Fact]
    public void Every_page_is_listed_in_the_table_of_contents()
    {
        var listed = Link().Matches(Repository.Read("docs/README.md")).Select(link => "docs/" + link.Groups["target"].Value).ToList();
        Assert.All(Repository.Files("docs", "*.md").Where(page => page != "docs/README.md" && !page.StartsWith("docs/decisions/", StringComparison.Ordinal)), page => Assert.Contains(page, listed));
    }

    [Fact]
    public void Every_whole_configuration_of_the_pages_can_be_used() =>
        Assert.All(Blocks("yaml").Where(block => block.Text.Contains("routes:", StringComparison.Ordinal)), block =>
        {
            var folder = Directory.CreateTempSubdirectory("countersign-");
            try
            {
                File.WriteAllText(Path.Combine(folder.FullName, "users.htpasswd"), "");
                var file = Path.Combine(folder.FullName, "countersign.yaml");
                File.WriteAllText(file, block.Text);
                Assert.Empty(ConfigurationReader.Read(file, variable => variable + " as somebody set it").Problems.Where(problem => problem.Severity == ProblemSeverity.Error));
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        });

    [Fact]
    public void Every_command_line_of_the_pages_is_understood()
    {
        var lines = Blocks("console").SelectMany(block => block.Text.Split('\n')).Select(line => CommandLine().Match(line)).Where(line => line.Success).ToList();

        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.Empty(CountersignCommand.Create().Parse(ArgumentsOf(line.Groups["arguments"].Value)).Errors));
    }

    [Fact]
    public async Task Every_misbehaviour_of_the_simulator_that_pages_name_is_known_to_it()
    {
        await using var simulator = await SimulatedServer.StartAsync(cancel: TestContext.Current.CancellationToken);
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler) { BaseAddress = simulator.Url };
        var named = Repository.Files("", "*.md").SelectMany(page => Simulated().Matches(Repository.Read(page)).Select(address => (Page: page, Address: address.Value))).ToList();

        Assert.NotEmpty(named);
        foreach (var (page, address) in named)
        {
            using var answer = await client.GetAsync(new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            Assert.True((int)answer.StatusCode != 400, $"{page}: {address} is nothing that the simulator knows");
        }
    }

    [Fact]
    public void The_expression_for_secret_scanners_finds_whole_keys()
    {
        var scanner = new Regex(Assert.Single(Blocks("regex")).Text.Trim(), RegexOptions.None, TimeSpan.FromSeconds(1));

        for (var i = 0; i < 100; i++)
        {
            var key = ApiKeyText.Create();
            Assert.Equal(key, scanner.Match($"X-API-Key: {key}\n").Value);
            Assert.DoesNotMatch(scanner, key[..^1]);
        }
    }

    private static IEnumerable<(string Page, string Text)> Blocks(string language) =>
        from page in Repository.Files("", "*.md")
        from Match block in Block().Matches(Repository.Read(page))
        where block.Groups["language"].Value == language
        let indent = block.Groups["indent"].Length
        select (page, string.Join('\n', block.Groups["text"].Value.Split('\n').Select(line => line.Length >= indent ? line[indent..] : line)));

    private static string[] ArgumentsOf(string text) =>
        [.. Word().Matches(text).Select(word => word.Value.Trim('\'', '"')).TakeWhile(word => word is not ("#" or "|" or "<" or ">" or ">>"))];

    // As GitHub makes them of headings.
    private static HashSet<string> Anchors(string page) =>
        [.. Heading().Matches(page).Select(heading => NoAnchor().Replace(heading.Groups["text"].Value.ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex(@"\]\((?!\w+:)(?<target>[^)#\s]*)(#(?<anchor>[^)\s]+))?\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();

    [GeneratedRegex(@"\bsim/\d{3}/[a-z0-9-]+(,[a-z0-9-]+)*(\?[\w=&.,%-]*\w)?", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Simulated();

    [GeneratedRegex(@"(?m)^#+ (?<text>.+?)\s*$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]", RegexOptions.None, 1000)]
    private static partial Regex NoAnchor();

    [GeneratedRegex(@"(?m)^(?<indent> *)```(?<language>\w+)\n(?<text>(.*\n)*?) *```", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();

    [GeneratedRegex(@"^[$#] (\./)?countersign(?<arguments>( .*)?)$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CommandLine();

    [GeneratedRegex("""'[^']*'|"[^"]*"|\S+""", RegexOptions.None, 1000)]
    private static partial Regex Word();
}

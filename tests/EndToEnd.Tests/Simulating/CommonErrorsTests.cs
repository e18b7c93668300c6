using System.Text.RegularExpressions;
using Xunit;

namespace Countersign.EndToEnd.Simulating;

/// <summary>What the page on common errors shows is what its commands write.</summary>
public sealed partial class CommonErrorsTests(SimulatorSite site) : IClassFixture<SimulatorSite>
{
    private const string Written = "http://127.0.0.1:8401";

    public static TheoryData<string, string> Commands =>
    [
        .. Block().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs", "explanation", "common-errors.md")))
            .SelectMany(block => block.Groups["text"].Value.Split("$ ", StringSplitOptions.RemoveEmptyEntries))
            .Select(shown => shown.Split('\n', 2))
            .Select(parts => new TheoryDataRow<string, string>(parts[0], parts[1])),
    ];

    [Theory]
    [MemberData(nameof(Commands))]
    public async Task Its_commands_write_what_it_shows(string command, string expected)
    {
        Programs.Need("/usr/bin/curl");
        var script = $$"""
            countersign() { dotnet exec '{{Checkout.Command}}' "$@"; }
            {{command.Replace(Written, site.Url(""), StringComparison.Ordinal)}}
            """;

        var ran = await Programs.RunAsync("bash", ["-c", script]);

        Assert.Equal(expected.Trim(), ran.Output.Replace(site.Url(""), Written, StringComparison.Ordinal).ReplaceLineEndings("\n").Trim());
        Assert.Equal("", ran.Error);
    }

    [GeneratedRegex("```console\n(?<text>(.*\n)*?)```", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Block();
}

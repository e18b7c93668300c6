using System.Net;
using Countersign.WebConsole.Pages.Simulator;
using Xunit;

namespace Countersign.WebConsole.Pages;

public sealed class SimulatorPageTests : IAsyncDisposable
{
    private readonly ConsoleHost _console = new();

    public static TheoryData<string> Groups => [.. SimulatorGroups.All.Select(SimulatorGroups.PathOf)];

    [Theory]
    [MemberData(nameof(Groups))]
    public async Task Every_group_shows_what_is_in_it_and_is_light_enough(string group)
    {
        var page = await _console.AskAsync($"/simulator/{group}");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Try it", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("There is more", page.Text, StringComparison.Ordinal);
        Assert.True(System.Text.Encoding.UTF8.GetByteCount(page.Text) < 100 * 1024, $"{page.Text.Length} characters");
    }

    [Theory]
    [InlineData("challenge/missing", "challenge=absent")]
    [InlineData("CHALLENGE absent", "challenge=absent")]
    [InlineData("digest-auth", "/digest-auth/")]
    public async Task What_is_looked_for_is_found(string words, string found) =>
        Assert.Contains(found, (await _console.AskAsync($"/simulator?q={Uri.EscapeDataString(words)}")).Text, StringComparison.Ordinal);

    [Fact]
    public async Task What_is_not_found_is_told_as_text() =>
        Assert.Contains("Nothing is called &lt;b&gt;", (await _console.AskAsync("/simulator?q=%3Cb%3E")).Text, StringComparison.Ordinal);

    public ValueTask DisposeAsync() => _console.DisposeAsync();
}

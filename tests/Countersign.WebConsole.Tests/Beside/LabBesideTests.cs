using System.Net;
using Countersign.Lab.Exercises;
using Countersign.WebConsole.Pages.Simulator;
using Xunit;

namespace Countersign.WebConsole.Beside;

/// <summary>The pages to learn, with and without the server beside the console that they need.</summary>
public sealed class LabBesideTests
{
    private const string Line = "admin-lab: http://127.0.0.1:8403";

    private static readonly ConsoleOptions Without = new() { Lab = null, LabLine = Line };

    [Fact]
    public async Task Without_it_the_catalogue_is_there_and_the_line_that_opens_the_rest()
    {
        await using var console = new ConsoleHost(Without);
        foreach (var group in SimulatorGroups.All.Select(SimulatorGroups.PathOf))
        {
            var page = await console.AskAsync($"/simulator/{group}");

            Assert.Equal(HttpStatusCode.OK, page.Status);
            Assert.Contains("<h3 class=\"name\">", page.Text, StringComparison.Ordinal);
            Assert.Contains(Line, page.Text, StringComparison.Ordinal);
            Assert.DoesNotContain("Try it", page.Text, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/lab")]
    [InlineData("/lab/learnt")]
    [InlineData("/lab/get-in-with-basic")]
    public async Task Without_it_the_exercises_are_listed_and_none_can_be_begun(string place)
    {
        await using var console = new ConsoleHost(Without);
        var page = await console.AskAsync(place);

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.All(ExerciseCatalogue.All, exercise => Assert.Contains(exercise.Title, WebUtility.HtmlDecode(page.Text), StringComparison.Ordinal));
        Assert.Contains(Line, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"/lab/", page.Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await console.PostAsync(place, ("do", "hint"))).Status);
        Assert.Equal(HttpStatusCode.NotFound, (await console.AskAsync("/lab/stream?exercise=get-in-with-basic")).Status);
        Assert.Null(await console.OpenLabAsync());
    }

    [Fact]
    public async Task With_it_no_page_speaks_of_a_line_to_add()
    {
        await using var console = new ConsoleHost(new() { LabLine = Line });

        Assert.DoesNotContain(Line, (await console.AskAsync("/simulator")).Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Line, (await console.AskAsync("/lab")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Opened_before_it_is_asked_for_it_is_the_one_that_the_pages_use()
    {
        await using var console = new ConsoleHost(new() { Lab = new(IPAddress.Parse("127.0.0.2"), 0) });
        var opened = await console.OpenLabAsync();

        Assert.Equal("127.0.0.2", opened!.Host);
        Assert.Contains(opened.GetLeftPart(UriPartial.Authority), (await console.AskAsync("/simulator")).Text, StringComparison.Ordinal);
        Assert.Contains(opened.GetLeftPart(UriPartial.Authority), (await console.AskAsync("/lab/get-in-with-basic")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_that_somebody_has_is_said_to_be_taken()
    {
        await using var first = new ConsoleHost();
        var taken = await first.OpenLabAsync();
        await using var second = new ConsoleHost(new() { Lab = new(IPAddress.Loopback, taken!.Port) });

        var failure = await Assert.ThrowsAsync<IOException>(second.OpenLabAsync);

        Assert.Contains($"127.0.0.1:{taken.Port}", failure.Message, StringComparison.Ordinal);
    }
}

using System.Net;
using System.Text.RegularExpressions;
using Countersign.Lab.Exercises;
using Countersign.Lab.Exercises.Progress;
using Countersign.WebConsole.Pages.Lab;
using Countersign.WebConsole.Ports;
using Xunit;

namespace Countersign.WebConsole.Pages;

public sealed class LabPageTests : IAsyncDisposable
{
    private readonly MemoryProgress _progress = new();
    private readonly ConsoleHost _console;

    public LabPageTests() => _console = new(new() { Progress = _progress });

    public static TheoryData<string> Slugs => [.. ExerciseCatalogue.All.Select(exercise => exercise.Slug)];

    [Theory]
    [MemberData(nameof(Slugs))]
    public async Task Every_exercise_has_a_page_with_its_solution_kept_back(string slug)
    {
        var exercise = ExerciseCatalogue.Find(slug)!;
        var page = await _console.AskAsync($"/lab/{slug}");

        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains(exercise.Title, Read(page), StringComparison.Ordinal);
        Assert.DoesNotContain(Exercise.AddressMark, page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("A solution", page.Text, StringComparison.Ordinal);
        Assert.All(exercise.Hints, hint => Assert.DoesNotContain(hint.Split("$LAB")[0], Read(page), StringComparison.Ordinal));
        Assert.True(page.Text.Length < 100 * 1024, $"{page.Text.Length} characters");
        Assert.Equal(HttpStatusCode.OK, (await _console.AskAsync($"/playground{LabBase.QueryOf(exercise)}")).Status);
    }

    [Theory]
    [InlineData("refused-twice", false)]
    [InlineData("get-in-with-basic", true)]
    public async Task Leads_to_the_Playground_what_that_can_ask(string slug, bool canAsk) =>
        Assert.Equal(canAsk, (await _console.AskAsync($"/lab/{slug}")).Text.Contains("Open in the Playground", StringComparison.Ordinal));

    [Theory]
    [InlineData("who-said-no", "PROXY=http://127.0.0.1:", "ORIGIN=http://shop.example/lab/13/me")]
    [InlineData("refused-twice", "PROXY=http://127.0.0.1:", "SHOP=https://me.shop.example")]
    public async Task A_solution_sets_what_its_lines_speak_of(string slug, params string[] settings)
    {
        await _console.PostAsync($"/lab/{slug}", ("do", "solution"));
        var page = Read(await _console.AskAsync($"/lab/{slug}"));

        Assert.All(settings, setting => Assert.Contains(setting, page, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Hints_come_one_by_one_and_the_solution_after_giving_up()
    {
        var hints = ExerciseCatalogue.Find(2)!.Hints;
        for (var shown = 1; shown <= hints.Length; shown++)
        {
            Assert.Equal("/lab/get-in-with-basic#help", (await _console.PostAsync("/lab/get-in-with-basic", ("do", "hint"))).Fields.Location);
            var page = Read(await _console.AskAsync("/lab/get-in-with-basic"));
            Assert.Contains(hints[shown - 1].Split("$LAB")[0], page, StringComparison.Ordinal);
            Assert.Equal(shown < hints.Length, page.Contains("value=\"hint\"", StringComparison.Ordinal));
        }

        await _console.PostAsync("/lab/get-in-with-basic", ("do", "solution"));
        Assert.Contains("A solution", (await _console.AskAsync("/lab/get-in-with-basic")).Text, StringComparison.Ordinal);
        Assert.Equal((3, true), (_progress.Read()[ExerciseCatalogue.Find(2)!].Hints, _progress.Read()[ExerciseCatalogue.Find(2)!].Solution));
    }

    [Fact]
    public async Task A_solved_exercise_is_kept_and_tells_what_was_learnt()
    {
        Assert.Contains("Nothing yet", (await _console.AskAsync("/lab/learnt")).Text, StringComparison.Ordinal);
        using var client = new HttpClient();
        var address = Regex.Match((await _console.AskAsync("/lab/get-in-with-basic")).Text, "<code class=\"address\">(?<address>[^<]*)<", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["address"].Value;
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{address}/door") { Headers = { Authorization = new("Basic", Convert.ToBase64String("anna:open:sesame"u8)) } };
        using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.NotNull(_progress.Read()[ExerciseCatalogue.Find(2)!].SolvedAt);
        var page = (await _console.AskAsync("/lab/get-in-with-basic")).Text;
        Assert.Contains("You added one field, Authorization, and changed nothing else.", page, StringComparison.Ordinal);
        Assert.Contains("Each of them is needed, and 1 suffice.", page, StringComparison.Ordinal);
        Assert.Contains("1 of ", (await _console.AskAsync("/lab")).Text, StringComparison.Ordinal);
        Assert.Contains(ExerciseCatalogue.Find(2)!.Teaches, Read(await _console.AskAsync("/lab/learnt")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_answer_that_can_not_be_used_is_told_why()
    {
        await _console.PostAsync("/lab/reproduce-a-401", ("do", "answer"), ("part.scheme", "Basic"));

        Assert.Contains("The answer lacks realm", (await _console.AskAsync("/lab/reproduce-a-401")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_out_what_nobody_changed_of_what_may_be_left_out()
    {
        var (nginx, htaccess) = (ExerciseCatalogue.Find(15)!.Answers[0], ExerciseCatalogue.Find(15)!.Answers[1]);

        await _console.PostAsync("/lab/lock-the-open-door", ("do", "answer"), ("part.nginx", nginx.Given.Replace("allow all;", "deny all;", StringComparison.Ordinal)), ("part.htaccess", htaccess.Given.Replace("\n", "\r\n", StringComparison.Ordinal)));
        var page = (await _console.AskAsync("/lab/lock-the-open-door")).Text;

        Assert.DoesNotContain("Answer with one of the two", page, StringComparison.Ordinal);
        Assert.Contains("You answered with a configuration.", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/lab/no-such-exercise")]
    [InlineData("/simulator/no-such-group")]
    [InlineData("/lab/stream?exercise=no-such-exercise")]
    public async Task What_is_not_there_is_not_found(string path) => Assert.Equal(HttpStatusCode.NotFound, (await _console.AskAsync(path)).Status);

    public ValueTask DisposeAsync() => _console.DisposeAsync();

    private static string Read(ConsoleAnswer page) => WebUtility.HtmlDecode(page.Text);

    private sealed class MemoryProgress : IKeptProgress
    {
        private LabProgress _progress = new("fixed");

        public LabProgress Read() => _progress;

        public void Change(Func<LabProgress, LabProgress> change) => _progress = change(_progress);
    }
}

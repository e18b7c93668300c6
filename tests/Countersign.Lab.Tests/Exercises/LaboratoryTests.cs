using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Countersign.Lab.Exercises;
using Countersign.Lab.Exercises.Minimal;
using Countersign.Lab.Exercises.Progress;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Serving;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Tests.Simulator;
using Xunit;

namespace Countersign.Lab.Tests.Exercises;

/// <summary>What holds for all exercises.</summary>
public sealed class LaboratoryTests(RunningLab lab) : IClassFixture<RunningLab>, IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = lab.Server.Url };

    public void Dispose() => _http.Dispose();

    [Fact]
    public async Task Keeps_learners_apart()
    {
        var exercise = ExerciseCatalogue.Find(2)!;
        using var one = new LearnerHands(lab.Server, exercise, "apart-one");
        using var other = new LearnerHands(lab.Server, exercise, "apart-other");

        await one.DoAsync(exercise.SolutionFor(lab.Laboratory.SeedOf("apart-one")));

        Assert.True(one.State.Standing.IsSolved);
        Assert.Empty(other.State.Record.Exchanges);
    }

    [Theory]
    [InlineData("/lab/99/me/door")]
    [InlineData("/lab/1/me.you/door")]
    public async Task Knows_no_other_exercise_and_no_other_names(string path) => Assert.Equal(HttpStatusCode.NotFound, (await _http.GetAsync(path, TestContext.Current.CancellationToken)).StatusCode);

    [Fact]
    public async Task Takes_answers_by_a_form_and_tells_how_it_stands_without_secrets()
    {
        await _http.GetAsync("/lab/1/formal/door", TestContext.Current.CancellationToken);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/lab/1/formal/door");
        request.Headers.TryAddWithoutValidation("Authorization", "Basic YW5uYTpoaWRkZW4=");
        await _http.SendAsync(request, TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent([new("scheme", "Basic"), new("realm", "another")]);
        var answer = await _http.PostAsync("/lab/1/formal/answer", form, TestContext.Current.CancellationToken);
        var text = await _http.GetStringAsync("/lab/1/formal/state", TestContext.Current.CancellationToken);
        using var state = JsonDocument.Parse(text);

        await _http.GetAsync("/lab/13/formal/orders", TestContext.Current.CancellationToken);
        var proxied = await _http.GetStringAsync("/lab/13/formal/state", TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("http://shop.example/lab/13/formal/orders was not answered 200 yet", proxied, StringComparison.Ordinal);
        Assert.False(state.RootElement.GetProperty("solved").GetBoolean());
        Assert.Equal("other-realm", state.RootElement.GetProperty("nearMiss").GetProperty("slug").GetString());
        Assert.Equal("GET door, Basic for anna: 401 (basic-unknown-user)", state.RootElement.GetProperty("exchanges")[1].GetProperty("line").GetString());
        Assert.DoesNotContain("hidden", text, StringComparison.Ordinal);
        Assert.DoesNotContain("YW5uYTpoaWRkZW4", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/lab/8/lender/token", "resource=https%3A%2F%2Forders.example.org")]
    [InlineData("/lab/17/borrower/token", "scope=orders.read")]
    public async Task Takes_no_token_of_another_learner_or_exercise(string from, string more)
    {
        var exercise = ExerciseCatalogue.Find(8)!;
        using var hands = new LearnerHands(lab.Server, exercise, "borrower");
        using var asked = new HttpRequestMessage(HttpMethod.Post, from) { Content = new StringContent($"grant_type=client_credentials&{more}", null, "application/x-www-form-urlencoded") };
        asked.Headers.TryAddWithoutValidation("Authorization", "Basic bGFiOmxhYi1zZWNyZXQ=");
        using var minted = await _http.SendAsync(asked, TestContext.Current.CancellationToken);
        using var token = JsonDocument.Parse(await minted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        var state = await hands.DoAsync(new AskStep("orders").With("Authorization", $"Bearer {token.RootElement.GetProperty("access_token").GetString()}"));

        Assert.False(state.Standing.IsSolved);
        Assert.Equal(401, state.Record.Exchanges[^1].Status);
        Assert.Equal("edited", state.Standing.NearMiss!.Slug);
    }

    [Fact]
    public async Task Judges_a_token_that_was_issued_before_a_restart()
    {
        var exercise = ExerciseCatalogue.Find(8)!;
        using var hands = new LearnerHands(lab.Server, exercise, "restarted");
        var steps = exercise.SolutionFor(lab.Laboratory.SeedOf("restarted"));
        await hands.DoAsync(steps[2]);
        lab.Laboratory.Restart("restarted", exercise);

        var state = await hands.DoAsync(steps[3]);

        Assert.Equal(200, Assert.Single(state.Record.Exchanges).Status);
        Assert.False(state.Standing.IsSolved);
    }

    [Fact]
    public async Task Lets_whoever_is_too_slow_for_a_token_begin_anew()
    {
        var clock = new MovedClock();
        await using var slow = await LabServer.StartAsync(new() { Seed = "slow", Clock = clock }, TestContext.Current.CancellationToken);
        var exercise = ExerciseCatalogue.Find(9)!;
        using var hands = new LearnerHands(slow, exercise, "slow");
        var steps = exercise.SolutionFor(slow.Laboratory.SeedOf("slow"));
        await hands.DoAsync(steps[0], steps[1]);
        clock.Now += TimeSpan.FromMinutes(6);

        var late = await hands.DoAsync(steps[2], steps[3]);
        var again = await hands.DoAsync(steps[0], steps[1]);
        var done = await hands.DoAsync(steps[2], steps[3]);

        Assert.Equal("over", late.Standing.NearMiss!.Slug);
        Assert.Contains(again.Standing.Missing, missing => missing.Text.StartsWith("The clock is wrong again", StringComparison.Ordinal));
        Assert.True(done.Standing.IsSolved);
    }

    [Fact]
    public async Task Takes_no_answer_that_is_not_asked_for()
    {
        var state = await lab.Laboratory.SubmitAsync("unasked", ExerciseCatalogue.Find(2)!, ImmutableDictionary<string, string>.Empty.Add("x", "1"), TestContext.Current.CancellationToken);

        Assert.Equal("no-answer-asked", state.Record.Answers[0].Fault!.Slug);
    }

    [Fact]
    public async Task Stays_solved_whatever_comes_after_that()
    {
        var exercise = ExerciseCatalogue.Find(2)!;
        using var hands = new LearnerHands(lab.Server, exercise, "after");
        await hands.DoAsync(exercise.SolutionFor(lab.Laboratory.SeedOf("after")));
        await hands.DoAsync(new AskStep("door"));
        lab.Laboratory.Restart("after", exercise);

        Assert.True(hands.State.Standing.IsSolved);
        Assert.Empty(hands.State.Record.Exchanges);
    }

    [Fact]
    public void Shows_three_hints_and_no_more()
    {
        var exercise = ExerciseCatalogue.Find(3)!;
        for (var time = 0; time < 5; time++)
            lab.Laboratory.ShowHint("asker", exercise);

        Assert.Equal(3, lab.Laboratory.StateOf("asker", exercise).HintsShown);
    }

    [Fact]
    public void Takes_requests_apart_into_edits_that_make_one_of_the_other()
    {
        var from = new LabRequest("POST", "a") { Query = [("v", "0"), ("w", "1")], Content = """{"one":1,"two":"2"}""" }.With("X-One", "1").With("Accept", "text/html");
        var to = new LabRequest("PUT", "b") { Query = [("v", "1"), ("x", "2")], Content = """{"one":2,"three":[3]}""" }.With("x-one", "1").With("X-Two", "2").With("Accept", "*/*").With("User-Agent", "curl");

        var edits = RequestEdits.Between(from, to);
        var names = edits.Select(edit => $"{edit.Part} {edit.Name} {edit.Verb}".Replace("  ", " ", StringComparison.Ordinal));

        Assert.Equal(["Method replaced", "Place replaced", "Query v replaced", "Query w removed", "Query x added", "Field Accept replaced", "Field X-Two added", "Member one replaced", "Member two removed", "Member three added"], names);
        Assert.Empty(RequestEdits.Between(RequestEdits.Apply(from, edits), to));
    }

    [Fact]
    public void Keeps_progress_and_reads_nothing_else_for_it()
    {
        var exercise = ExerciseCatalogue.Find(2)!;
        var progress = new LabProgress("seed").With(exercise, row => row with { SolvedAt = DateTimeOffset.UnixEpoch, Route = "one-edit", Edits = 1, Hints = 2, Solution = true });

        Assert.Equal(progress[exercise], LabProgress.Read(progress.Write())![exercise]);
        Assert.All(["", "{", "[]", "null", "{}", """{"seed":"x","exercises":{"2":null}}""", """{"seed":"x","exercises":{"two":{}}}"""], text => Assert.Null(LabProgress.Read(System.Text.Encoding.UTF8.GetBytes(text))));
    }

    [Fact]
    public async Task Tells_whoever_watches()
    {
        var notices = new List<LabNotice>();
        void Watch(LabNotice notice)
        {
            if (notice.State.Record.Learner.Name == "watched")
                notices.Add(notice);
        }

        lab.Laboratory.Watch(Watch);
        var exercise = ExerciseCatalogue.Find(2)!;
        using var hands = new LearnerHands(lab.Server, exercise, "watched");
        await hands.DoAsync(new AskStep("door"));
        await hands.DoAsync(exercise.SolutionFor(lab.Laboratory.SeedOf("watched")));
        lab.Laboratory.Unwatch(Watch);

        Assert.Equal([false, true], notices.Select(notice => notice.IsJustSolved));
        Assert.Equal("no-credentials", notices[0].State.Standing.NearMiss!.Slug);
    }
}

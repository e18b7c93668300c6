using Countersign.Lab.Exercises;
using Xunit;

namespace Countersign.Lab.Tests.Exercises;

/// <summary>The contract of every exercise: its solution solves it, what only looks like one does not.</summary>
public sealed class ExerciseTests(RunningLab lab) : IClassFixture<RunningLab>
{
    public static TheoryData<int> Numbers => [.. Laboratory.Exercises.Select(exercise => exercise.Number)];

    public static TheoryData<int, string> Anti =>
        new(Laboratory.Exercises.SelectMany(exercise => exercise.AntiSolutionsFor(new("names", new("tests"))).Select(anti => (exercise.Number, anti.Story))));

    [Theory]
    [MemberData(nameof(Numbers))]
    public async Task Is_solved_by_its_solution(int number)
    {
        var exercise = ExerciseCatalogue.Find(number)!;
        using var hands = new LearnerHands(lab.Server, exercise, $"solver-{number}");

        var state = await hands.DoAsync(exercise.SolutionFor(lab.Laboratory.SeedOf($"solver-{number}")));

        Assert.True(state.Standing.IsSolved, Told(state));
        Assert.Contains(state.Standing.Route!, exercise.Routes);
        Assert.NotNull(state.SolvedAt);
        if (exercise.Par is { } par)
        {
            Assert.True(state.Standing.Change!.IsMinimal, Told(state));
            Assert.Equal(par, state.Standing.Change.Edits.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Anti))]
    public async Task Refuses_what_only_looks_like_a_solution_and_says_why(int number, string story)
    {
        var exercise = ExerciseCatalogue.Find(number)!;
        var learner = $"wrong-{number}-{Guid.CreateVersion7():N}";
        using var hands = new LearnerHands(lab.Server, exercise, learner);
        var anti = exercise.AntiSolutionsFor(lab.Laboratory.SeedOf(learner)).Single(each => each.Story == story);

        var state = await hands.DoAsync(anti.Steps);

        Assert.False(state.Standing.IsSolved, Told(state));
        Assert.True(Slugs(state).Contains(anti.Expects, StringComparer.Ordinal), $"{anti.Expects} is not said. {Told(state)}");
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Says_all_that_a_learner_needs(int number)
    {
        var exercise = ExerciseCatalogue.Find(number)!;
        var seed = lab.Laboratory.SeedOf("reader");

        Assert.Matches("^[a-z0-9-]+$", exercise.Slug);
        Assert.Equal(3, exercise.Hints.Length);
        Assert.NotEmpty(exercise.Sections);
        Assert.NotEmpty(exercise.Routes);
        Assert.NotEmpty(exercise.SolutionFor(seed));
        Assert.True(exercise.AntiSolutionsFor(seed).Length >= 2);
        Assert.Equal(exercise.Base is null, exercise.Par is null);
        Assert.All([exercise.Goal, exercise.Story, exercise.Teaches, .. exercise.Routes.Select(route => route.Story), .. exercise.Answers.Select(part => part.Meaning)], text => Assert.Matches(@"[.)?]$", text));
    }

    [Fact]
    public void Numbers_and_names_are_unique()
    {
        Assert.Equal(Laboratory.Exercises.Length, Laboratory.Exercises.Select(exercise => exercise.Number).Distinct().Count());
        Assert.Equal(Laboratory.Exercises.Length, Laboratory.Exercises.Select(exercise => exercise.Slug).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Laboratory.Exercises.Select(exercise => exercise.Number).Order(), Laboratory.Exercises.Select(exercise => exercise.Number));
    }

    private static IEnumerable<string> Slugs(LabState state)
    {
        foreach (var remark in state.Standing.Missing)
            yield return remark.Slug;
        if (state.Standing.NearMiss is { } near)
            yield return near.Slug;
        if (state.Standing.Change?.Doubt is { } doubt)
            yield return doubt.Slug;
        if (state.Record.Answers is [.., { Fault: { } fault }])
            yield return fault.Slug;
    }

    private static string Told(LabState state) =>
        $"{string.Join("; ", state.Record.Exchanges.Select(exchange => exchange.Line))} | missing {string.Join("; ", state.Standing.Missing)} | {state.Standing.NearMiss} | {state.Standing.Change?.Doubt} | {string.Join(", ", state.Standing.Change?.Needless.Select(edit => edit.Sentence) ?? [])} | {string.Join("; ", state.Record.Answers.Select(answer => answer.Fault))}";
}

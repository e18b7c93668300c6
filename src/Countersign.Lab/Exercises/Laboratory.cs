using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;
using Microsoft.AspNetCore.Http;

namespace Countersign.Lab.Exercises;

/// <summary>The exercises with their learners: serves their places, records what happens there, and judges it. Who shows it, in a terminal or in pages, asks here.</summary>
/// <param name="state">What the simulator below knows.</param>
internal sealed class Laboratory(SimulatorState state)
{
    /// <summary>How long the name of a learner may be.</summary>
    public const int MaxName = 63;

    private const int MostDesks = 5000;
    private const int MaxContent = 512 * 1024;

    private readonly ConcurrentDictionary<(string Learner, int Number), Desk> _desks = new();

    private ImmutableArray<Action<LabNotice>> _watching = [];

    /// <summary>All exercises in their order.</summary>
    public static ImmutableArray<Exercise> Exercises => ExerciseCatalogue.All;

    /// <summary>The path of a learner's exercise, without a slash at its end.</summary>
    public static string PathOf(Exercise exercise, string learner) => PathOf(exercise.Number, learner);

    /// <summary>The same by the number of the exercise.</summary>
    public static string PathOf(int number, string learner) => string.Create(CultureInfo.InvariantCulture, $"/lab/{number}/{learner}");

    /// <summary>Whether a text can be the name of a learner: small letters, digits, and hyphens within, so that it can stand in the name of a host.</summary>
    public static bool IsName(string text) => text.Length is > 0 and <= MaxName && text[0] != '-' && text[^1] != '-' && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');

    /// <summary>Tells somebody of all that is recorded, while the learner's next request waits.</summary>
    public void Watch(Action<LabNotice> told) => ImmutableInterlocked.Update(ref _watching, watching => watching.Add(told));

    /// <summary>Tells them no more.</summary>
    public void Unwatch(Action<LabNotice> told) => ImmutableInterlocked.Update(ref _watching, watching => watching.Remove(told));

    /// <summary>What differs for a learner.</summary>
    public LearnerSeed SeedOf(string learner) => new(learner, state.Seed);

    /// <summary>How an exercise of a learner stands.</summary>
    public LabState StateOf(string learner, Exercise exercise) => DeskOf(learner, exercise).State;

    /// <summary>How all exercises of a learner stand.</summary>
    public ImmutableArray<LabState> StatesOf(string learner) => [.. Exercises.Select(exercise => StateOf(learner, exercise))];

    /// <summary>Shows one more hint.</summary>
    /// <returns>The hints that are shown by now.</returns>
    public ImmutableArray<string> ShowHint(string learner, Exercise exercise)
    {
        var desk = DeskOf(learner, exercise);
        desk.Change(before => before with { HintsShown = Math.Min(before.HintsShown + 1, exercise.Hints.Length) });
        return exercise.Hints[..desk.State.HintsShown];
    }

    /// <summary>Shows the solution.</summary>
    public ImmutableArray<SolutionStep> ShowSolution(string learner, Exercise exercise)
    {
        DeskOf(learner, exercise).Change(before => before with { IsSolutionShown = true });
        return exercise.SolutionFor(SeedOf(learner));
    }

    /// <summary>Begins an exercise anew: what was recorded is forgotten, that it was solved is not.</summary>
    public void Restart(string learner, Exercise exercise) =>
        DeskOf(learner, exercise).Change(before => before with { Record = NewRecord(learner), Standing = before.SolvedAt is null ? Standing.Nothing : before.Standing });

    /// <summary>Takes an answer that was typed in.</summary>
    public async Task<LabState> SubmitAsync(string learner, Exercise exercise, ImmutableDictionary<string, string> values, CancellationToken cancel)
    {
        var desk = DeskOf(learner, exercise);
        await desk.Turn.WaitAsync(cancel);
        try
        {
            var record = desk.State.Record;
            var answer = new LabAnswer(record.Count + 1, state.Clock.GetUtcNow(), values);
            answer = answer with { Fault = FaultOf(exercise, answer) ?? await exercise.TakeAsync(answer, record, cancel) };
            return await JudgeAsync(desk, record.With(answer), new(desk.State, false) { Answer = answer }, cancel);
        }
        finally
        {
            desk.Turn.Release();
        }
    }

    /// <summary>Answers a request to a place of an exercise, and records both.</summary>
    public async Task<(SimulatedRequest Request, SimulatedAnswer Answer)> ServeAsync(HttpContext context, string learner, Exercise exercise, string place, CancellationToken cancel)
    {
        var desk = DeskOf(learner, exercise);
        await desk.Turn.WaitAsync(cancel);
        try
        {
            var record = desk.State.Record;
            var request = new SimulatedRequest(context, record.Memory, state);
            var content = await request.Facts.ReadContentAsync(MaxContent, cancel);
            if (content.Content is not { } octets)
                return (request, new(413));
            var call = new LabCall(request, Read(context, place, octets), record);
            var answer = await exercise.AnswerAsync(call, cancel);
            var exchange = new LabExchange(record.Count + 1, state.Clock.GetUtcNow(), call.Sent, answer.Status)
            {
                Fields = [.. answer.Fields],
                Refusal = answer.Status >= 400 ? answer.Diagnosis?.Refusal : null,
                Subject = answer.Diagnosis?.Subject,
                Note = call.Note,
                Through = context.Features.Get<LabTunnel>()?.Asked,
            };

            // What was asked may have changed what is recorded otherwise.
            await JudgeAsync(desk, desk.State.Record.With(exchange), new(desk.State, false) { Exchange = exchange }, cancel);
            return (request, answer);
        }
        finally
        {
            desk.Turn.Release();
        }
    }

    private static Remark? FaultOf(Exercise exercise, LabAnswer answer)
    {
        if (exercise.Answers.IsEmpty)
            return new("no-answer-asked", "This exercise asks for no answer: the requests alone count.");
        if (answer.Values.Keys.FirstOrDefault(name => exercise.Answers.All(part => part.Name != name)) is { } unknown)
            return new("unknown-part", $"The answer has no part {unknown}; it has {string.Join(", ", exercise.Answers.Select(part => part.Name))}.");
        return exercise.Answers.FirstOrDefault(part => !part.IsOptional && string.IsNullOrWhiteSpace(answer[part.Name])) is { } missing
            ? new("part-missing", $"The answer lacks {missing.Name}: {missing.Meaning}")
            : null;
    }

    /// <summary>A request as it is recorded.</summary>
    public static LabRequest Read(HttpContext context, string place, ReadOnlyMemory<byte> content) => new(context.Request.Method, place)
    {
        Query = [.. context.Request.Query.SelectMany(pair => pair.Value.Select(value => (pair.Key, value ?? "")))],
        Fields = [.. context.Request.Headers.SelectMany(field => field.Value.Select(value => (field.Key, value ?? "")))],
        Content = Encoding.UTF8.GetString(content.Span),
    };

    private async Task<LabState> JudgeAsync(Desk desk, ExerciseRecord record, LabNotice notice, CancellationToken cancel)
    {
        var standing = await desk.State.Exercise.JudgeAsync(record, cancel);
        var isFirst = standing.IsSolved && desk.State.SolvedAt is null;
        desk.Change(before => before with
        {
            Record = record,
            Standing = before.SolvedAt is null || IsBetter(standing, before.Standing) ? standing : before.Standing,
            SolvedAt = before.SolvedAt ?? (standing.IsSolved ? state.Clock.GetUtcNow() : null),
        });
        notice = notice with { State = desk.State, IsJustSolved = isFirst };
        foreach (var told in _watching)
            told(notice);
        return desk.State;
    }

    private static bool IsBetter(Standing now, Standing before) =>
        now.IsSolved && (!before.IsSolved || now.Change is { IsMinimal: true } change && (before.Change is not { IsMinimal: true } former || change.Edits.Length < former.Edits.Length));

    private ExerciseRecord NewRecord(string learner) => new(SeedOf(learner), state);

    private Desk DeskOf(string learner, Exercise exercise)
    {
        if (_desks.Count >= MostDesks && !_desks.ContainsKey((learner, exercise.Number)))
            _desks.Clear();
        return _desks.GetOrAdd((learner, exercise.Number), _ => new(new(exercise, NewRecord(learner))));
    }

    /// <summary>Where one learner works on one exercise: one request at a time.</summary>
#pragma warning disable CA1001 // the semaphore has no handle: nobody asks for one
    private sealed class Desk(LabState begun)
#pragma warning restore CA1001
    {
        private readonly Lock _writing = new();

        public SemaphoreSlim Turn { get; } = new(1, 1);

        public LabState State { get; private set; } = begun;

        public void Change(Func<LabState, LabState> change)
        {
            lock (_writing)
                State = change(State);
        }
    }
}

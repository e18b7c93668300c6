using System.Collections.Immutable;
using System.Text;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Simulator;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Lab.Exercises.Minimal;

/// <summary>Asks a place again, with this and that edit left out, to find out which were needed. Nothing of it is recorded.</summary>
internal static class Replay
{
    private const int Baselines = 2;

    /// <summary>Judges the edits by which a request got in.</summary>
    public static async Task<MinimalChange> JudgeAsync(Exercise exercise, ExerciseRecord record, LabRequest sent, CancellationToken cancel)
    {
        var from = exercise.Base!;
        var edits = RequestEdits.Between(from, sent);
        var change = new MinimalChange(edits, exercise.Par ?? 0);

        // A base request that gets in now and then, or edits that do not every time, prove nothing.
        for (var time = 0; time < Baselines; time++)
        {
            if (await IsServedAsync(exercise, record, from, cancel))
                return change with { Doubt = new("base-gets-in", "The base request gets in as it is, so no edit can be shown to be needed.") };
            if (!await IsServedAsync(exercise, record, RequestEdits.Apply(from, edits), cancel))
                return change with { Doubt = new("not-repeatable", "The same edits do not get in a second time, so it can't be shown which of them were needed.") };
        }

        var needless = ImmutableArray.CreateBuilder<RequestEdit>();
        foreach (var edit in edits)
        {
            if (await IsServedAsync(exercise, record, RequestEdits.Apply(from, edits.Remove(edit)), cancel))
                needless.Add(edit);
        }

        return change with { Needless = needless.DrainToImmutable() };
    }

    /// <summary>Asks a place as if from another client, which has done nothing before.</summary>
    public static async Task<SimulatedAnswer> AskAsync(Exercise exercise, ExerciseRecord record, LabRequest request, CancellationToken cancel)
    {
        var apart = new ExerciseRecord(record.Learner, record.State);
        return await exercise.AnswerAgainAsync(new(new(ContextOf(record.Learner.Name, exercise.Number, request), apart.Memory, record.State), request, apart), cancel);
    }

    private static async Task<bool> IsServedAsync(Exercise exercise, ExerciseRecord record, LabRequest request, CancellationToken cancel) =>
        (await AskAsync(exercise, record, request, cancel)).Status is >= 200 and < 300;

    /// <summary>A request as a server would have it.</summary>
    public static DefaultHttpContext ContextOf(string learner, int number, LabRequest request)
    {
        var context = new DefaultHttpContext();
        var path = $"{Laboratory.PathOf(number, learner)}/{request.Place}";
        context.Request.Method = request.Method;
        context.Request.Scheme = "http";
        context.Request.Host = new("localhost");
        context.Request.Path = path;
        context.Request.QueryString = new(request.QueryText);
        context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = path + request.QueryText;
        foreach (var (name, value) in request.Fields)
            context.Request.Headers.Append(name, value);
        context.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(request.Content));
        return context;
    }
}

using System.Net;
using Countersign.Lab.Exercises;
using Countersign.Lab.Exercises.Serving;

namespace Countersign.Cli.Labs;

/// <summary>Serves the exercises, and tells what happens there.</summary>
/// <param name="file">Where progress is kept.</param>
/// <param name="output">Where it is told.</param>
/// <param name="error">Where trouble is told.</param>
internal sealed class ServedLab(ProgressFile file, TextWriter output, TextWriter error)
{
    /// <summary>The learner of a terminal: there is but one.</summary>
    public const string Learner = "me";

    /// <summary>Where exercises are served unless something else is said.</summary>
    public const string UsualPoint = "127.0.0.1:8403";

    /// <summary>Serves until it is broken off, or until the exercise is solved.</summary>
    /// <returns>Whether it was solved.</returns>
    public async Task<bool> RunAsync(Exercise exercise, IPEndPoint listen, bool untilSolved, bool isJson, CancellationToken cancel)
    {
        var progress = file.Read(error);
        await using var server = await LabServer.StartAsync(new() { Listen = listen, Seed = progress.Seed }, cancel);
        var (url, address) = (server.Url.GetLeftPart(UriPartial.Authority), server.AddressOf(exercise, Learner));
        var solved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var text = new LabText(output);
        server.Laboratory.Watch(Tell);

        // Whoever reads that it listens may answer at once.
        file.Serve(url);
        if (isJson)
            await output.WriteLineAsync(LabJsonText.Listening(exercise, url, address));
        else
        {
            text.Show(exercise, address);
            await output.WriteLineAsync($"listening on {url}\nLAB={address}\n");
        }

        await output.FlushAsync(CancellationToken.None);
        try
        {
            await (untilSolved ? solved.Task : Task.Delay(Timeout.Infinite, cancel)).WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            file.Unserve(url);
        }

        return solved.Task.IsCompleted;

        // Others who reach the server are learners of their own, under names of their own.
        void Tell(LabNotice notice)
        {
            if (notice.State.Record.Learner.Name != Learner)
                return;
            lock (text)
            {
                if (notice.IsJustSolved || notice.State.Standing.Change is not null && notice.State.SolvedAt is not null)
                    file.Change(error, before => before.With(notice.State));
                var place = server.AddressOf(notice.State.Exercise, Learner);
                if (isJson)
                    output.WriteLine(LabJsonText.Notice(notice, place));
                else
                    text.Notice(notice, place);
                output.Flush();
            }

            if (notice.IsJustSolved && notice.State.Exercise.Number == exercise.Number)
                solved.TrySetResult();
        }
    }
}

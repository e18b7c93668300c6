using System.Threading.Channels;
using Countersign.Lab.Exercises;
using Countersign.Lab.Exercises.Serving;
using Microsoft.AspNetCore.Http;

namespace Countersign.WebConsole.Pages.Lab;

/// <summary>Tells the page of an exercise what is recorded, as it happens: how it stands, as JSON, with each event.</summary>
internal static class LabStream
{
    private const int MostWaiting = 64;

    private static readonly TimeSpan Pulse = TimeSpan.FromSeconds(15);

    /// <summary>Answers with events until the page is left.</summary>
    public static async Task AnswerAsync(ConsoleRequest console)
    {
        var response = console.Http.Response;
        if (console.Options.Lab is null || ExerciseCatalogue.Find(console.Query("exercise")) is not { } exercise)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var lab = await LabPlaces.OfAsync(console);
        var (laboratory, address) = (lab.Laboratory, lab.AddressOf(exercise));
        var states = Channel.CreateBounded<LabState>(new BoundedChannelOptions(MostWaiting) { FullMode = BoundedChannelFullMode.DropOldest });
        void Note(LabNotice notice)
        {
            if (notice.State.Exercise == exercise && notice.State.Record.Learner.Name == LabPlaces.Learner)
                states.Writer.TryWrite(notice.State);
        }

        response.ContentType = "text/event-stream";
        laboratory.Watch(Note);
        try
        {
            // What happened before it was listened to, too.
            states.Writer.TryWrite(laboratory.StateOf(LabPlaces.Learner, exercise));
            while (!console.Cancel.IsCancellationRequested)
                await response.WriteAsync(await NextAsync(states.Reader, address, console), console.Cancel);
        }
        finally
        {
            laboratory.Unwatch(Note);
        }
    }

    private static async Task<string> NextAsync(ChannelReader<LabState> states, string address, ConsoleRequest console)
    {
        using var pulse = CancellationTokenSource.CreateLinkedTokenSource(console.Cancel);
        pulse.CancelAfter(Pulse);
        try
        {
            var state = await states.ReadAsync(pulse.Token);
            var json = System.Text.Encoding.UTF8.GetString(LabStateJson.Octets(state, address).Span).TrimEnd('\n');
            return $"data: {json.ReplaceLineEndings("\n").Replace("\n", "\ndata: ", StringComparison.Ordinal)}\n\n";
        }
        catch (OperationCanceledException) when (!console.Cancel.IsCancellationRequested)
        {
            return ":\n\n"; // so that somebody notices when nobody listens any more
        }
    }
}

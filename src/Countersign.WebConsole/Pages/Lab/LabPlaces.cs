using System.Collections.Immutable;
using Countersign.Lab.Exercises;
using Countersign.Lab.Exercises.Progress;
using Countersign.Lab.Exercises.Serving;
using Countersign.WebConsole.Beside;
using Countersign.WebConsole.Ports;

namespace Countersign.WebConsole.Pages.Lab;

/// <summary>The exercises of who sits before the console.</summary>
/// <param name="server">The server with their places.</param>
/// <param name="kept">What is kept of them; null for nothing.</param>
internal sealed class LabPlaces(LabServer server, IKeptProgress? kept)
{
    /// <summary>As whom the console's person is known there.</summary>
    public const string Learner = "me";

    /// <summary>The exercises.</summary>
    public Laboratory Laboratory => server.Laboratory;

    /// <summary>Those of a console; the server is started where that was not done before.</summary>
    public static async Task<LabPlaces> OfAsync(ConsoleRequest console) => new(await LabBeside.Of(console).StartAsync(console.Cancel), console.Options.Progress);

    /// <summary>The address of an exercise's places.</summary>
    public string AddressOf(Exercise exercise) => server.AddressOf(exercise, Learner);

    /// <summary>A text with that address in it.</summary>
    public string Text(Exercise exercise, string text) => Exercise.WithAddress(text, AddressOf(exercise));

    /// <summary>How an exercise stands.</summary>
    public LabState StateOf(Exercise exercise) => Laboratory.StateOf(Learner, exercise);

    /// <summary>How far all exercises are, those of other days among them.</summary>
    public ImmutableArray<(LabState State, LabProgressRow Row)> Rows()
    {
        var progress = kept?.Read();
        return [.. Laboratory.StatesOf(Learner).Select(state => (state, RowOf(state, progress)))];
    }

    /// <summary>Shows one more hint.</summary>
    public void ShowHint(Exercise exercise)
    {
        Laboratory.ShowHint(Learner, exercise);
        kept?.Change(before => before.With(exercise, row => row with { Hints = Math.Max(row.Hints, StateOf(exercise).HintsShown) }));
    }

    /// <summary>Shows the solution.</summary>
    public void ShowSolution(Exercise exercise)
    {
        Laboratory.ShowSolution(Learner, exercise);
        kept?.Change(before => before.With(exercise, row => row with { Solution = true }));
    }

    private static LabProgressRow RowOf(LabState state, LabProgress? progress)
    {
        var row = progress?[state.Exercise] ?? new();
        return row with
        {
            SolvedAt = row.SolvedAt ?? state.SolvedAt,
            Hints = Math.Max(row.Hints, state.HintsShown),
            Solution = row.Solution || state.IsSolutionShown,
        };
    }
}

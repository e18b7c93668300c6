using Countersign.Lab.Exercises;
using Countersign.Lab.Exercises.Serving;
using Countersign.WebConsole.Beside;

namespace Countersign.WebConsole.Pages.Lab;

/// <summary>The exercises of who sits before the console.</summary>
/// <param name="server">The server with their places.</param>
internal sealed class LabPlaces(LabServer server)
{
    /// <summary>As whom the console's person is known there.</summary>
    public const string Learner = "me";

    /// <summary>The exercises.</summary>
    public Laboratory Laboratory => server.Laboratory;

    /// <summary>Those of a console; the server is started where that was not done before.</summary>
    public static async Task<LabPlaces> OfAsync(ConsoleRequest console) => new(await LabBeside.Of(console).StartAsync(console.Cancel));

    /// <summary>The address of an exercise's places.</summary>
    public string AddressOf(Exercise exercise) => server.AddressOf(exercise, Learner);

    /// <summary>A text with that address in it.</summary>
    public string Text(Exercise exercise, string text) => Exercise.WithAddress(text, AddressOf(exercise));

    /// <summary>How an exercise stands.</summary>
    public LabState StateOf(Exercise exercise) => Laboratory.StateOf(Learner, exercise);
}

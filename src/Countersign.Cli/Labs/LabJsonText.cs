using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Countersign.Cli.Commands;
using Countersign.Lab.Exercises;
using Countersign.Lab.Exercises.Progress;
using Countersign.Lab.Exercises.Serving;

namespace Countersign.Cli.Labs;

/// <summary>Writes exercises for programs: one value, or while they are served one line for each thing that happens.</summary>
internal static class LabJsonText
{
    private static readonly JsonWriterOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All exercises with how far the learner is.</summary>
    public static void List(LabProgress progress, bool solvedOnly = false) => CommandJson.WriteArray(Laboratory.Exercises.Where(exercise => !solvedOnly || progress[exercise].SolvedAt is not null), (json, exercise) =>
    {
        var row = progress[exercise];
        json.WriteStartObject();
        json.WriteNumber("number", exercise.Number);
        json.WriteString("exercise", exercise.Slug);
        json.WriteString("title", exercise.Title);
        json.WriteBoolean("solved", row.SolvedAt is not null);
        if (row.SolvedAt is { } at)
            json.WriteString("solvedAt", at);
        if (row.Route is { } route)
            json.WriteString("route", route);
        if (row.Edits is { } edits)
            json.WriteNumber("edits", edits);
        json.WriteNumber("hints", row.Hints);
        json.WriteBoolean("solutionShown", row.Solution);
        if (solvedOnly)
            json.WriteString("teaches", exercise.Teaches);
        CommandJson.WriteList(json, "sections", exercise.Sections);
        json.WriteEndObject();
    });

    /// <summary>That an exercise is served.</summary>
    public static string Listening(Exercise exercise, string url, string address) => Line(json =>
    {
        json.WriteString("event", "listening");
        json.WriteString("url", url);
        json.WriteNumber("number", exercise.Number);
        json.WriteString("exercise", exercise.Slug);
        json.WriteString("address", address);
        json.WriteString("goal", Exercise.WithAddress(exercise.Goal, address));
        json.WriteString("story", Exercise.WithAddress(exercise.Story, address));
    });

    /// <summary>That something was recorded.</summary>
    public static string Notice(LabNotice notice, string address) => Line(json =>
    {
        json.WriteString("event", notice.IsJustSolved ? "solved" : "recorded");
        json.WriteNumber("number", notice.State.Exercise.Number);
        if (notice.Exchange is { } exchange)
            json.WriteString("exchange", exchange.Line);
        LabStateJson.WriteStanding(json, notice.State.Standing, address);
    });

    private static string Line(Action<Utf8JsonWriter> write)
    {
        using var octets = new MemoryStream();
        using (var json = new Utf8JsonWriter(octets, OneLine))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(octets.ToArray());
    }
}

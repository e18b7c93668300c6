using System.Globalization;
using System.Text;
using Countersign.AspNetCore.Telemetry;
using Countersign.Lab.Exercises;
using Countersign.Lab.Exercises.Minimal;
using Countersign.Lab.Exercises.Progress;
using Countersign.Lab.Exercises.Solutions;

namespace Countersign.Cli.Labs;

/// <summary>Writes exercises for people at a terminal.</summary>
/// <param name="output">Where to.</param>
internal sealed class LabText(TextWriter output)
{
    private const int Width = 96;

    /// <summary>All exercises with how far the learner is.</summary>
    public void List(LabProgress progress)
    {
        foreach (var exercise in Laboratory.Exercises)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{exercise.Number,3}  {exercise.Title,-32}{Stand(progress[exercise])}").TrimEnd());
        var solved = Laboratory.Exercises.Count(exercise => progress[exercise].SolvedAt is not null);
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{solved} of {Laboratory.Exercises.Length} solved."));
        if (Laboratory.Exercises.FirstOrDefault(exercise => progress[exercise].SolvedAt is null) is { } next)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"countersign lab {next.Number} shows and serves the next."));
        else
            output.WriteLine("countersign lab learnt tells what was learnt.");
    }

    /// <summary>One exercise.</summary>
    /// <param name="exercise">The exercise.</param>
    /// <param name="address">The learner's address of it.</param>
    public void Show(Exercise exercise, string address)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{exercise.Number}. {exercise.Title}"));
        output.WriteLine();
        Paragraph("Goal: ", Exercise.WithAddress(exercise.Goal, address));
        Paragraph("", Exercise.WithAddress(exercise.Story, address));
        if (exercise.Base is not null)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The base request{(exercise.Par is { } par ? $" (par: {par} edit{(par == 1 ? "" : "s")})" : "")}:"));
            output.WriteLine($"  {BaseRequest.Curl(exercise, address)}");
            output.WriteLine();
        }

        foreach (var part in exercise.Answers.Where(part => part.Given.Length > 0))
        {
            output.WriteLine($"{part.Name}:");
            foreach (var line in part.Given.Split('\n'))
                output.WriteLine($"  {line}");
            output.WriteLine();
        }

        if (!exercise.Answers.IsEmpty)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Answer in another terminal: countersign lab answer {exercise.Number} {string.Join(' ', exercise.Answers.Select(part => part.Typed))}"));
            foreach (var part in exercise.Answers)
                output.WriteLine($"  {part.Name}: {part.Meaning}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"A hint: countersign lab hint {exercise.Number}"));
        output.WriteLine();
    }

    /// <summary>What was recorded, and how it stands now.</summary>
    public void Notice(LabNotice notice, string address)
    {
        if (notice.Exchange is { } exchange)
            output.WriteLine($"{exchange.At:HH:mm:ss}  {Printable.Of(exchange.Line)}");
        if (notice.Answer is { } answer)
            output.WriteLine($"{answer.At:HH:mm:ss}  an answer: {Printable.Of(string.Join(", ", answer.Values.Keys.Order(StringComparer.Ordinal)))}");
        if (notice.State.SolvedAt is null || notice.IsJustSolved)
            Stands(notice.State, address);
    }

    /// <summary>How an exercise stands.</summary>
    public void Stands(LabState state, string address)
    {
        if (state.Record.Answers is [.., { Fault: { } fault }] && !state.Standing.IsSolved)
            Remark("!", fault, address);
        Stands(state.Exercise, state.Standing, address);
    }

    /// <summary>A hint.</summary>
    public void Hint(int number, int count, string text) => Paragraph(string.Create(CultureInfo.InvariantCulture, $"Hint {number} of {count}: "), text);

    /// <summary>A solution, as lines for a shell.</summary>
    public void Solution(Exercise exercise, IReadOnlyCollection<SolutionStep> steps, string address)
    {
        output.WriteLine($"LAB={address}");
        foreach (var line in (IEnumerable<string>)[.. SolutionText.Settings(steps, address), .. SolutionText.Lines(exercise, steps)])
            output.WriteLine(line);
    }

    /// <summary>What was learnt.</summary>
    public void Learnt(LabProgress progress)
    {
        var solved = Laboratory.Exercises.Where(exercise => progress[exercise].SolvedAt is not null).ToList();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{solved.Count} of {Laboratory.Exercises.Length} exercises solved."));
        foreach (var exercise in solved)
        {
            var row = progress[exercise];
            output.WriteLine();
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{exercise.Number}. {exercise.Title} ({Stand(row)})"));
            Paragraph("", exercise.Teaches, end: false);
            output.WriteLine($"See {string.Join(", ", exercise.Sections)}.");
        }
    }

    private static string Stand(LabProgressRow row)
    {
        var stand = new StringBuilder(row.SolvedAt is null ? "" : $"solved: {row.Route}");
        if (row.Edits is { } edits)
            stand.Append(CultureInfo.InvariantCulture, $", {edits} edit{(edits == 1 ? "" : "s")}");
        if (row.Hints > 0)
            stand.Append(CultureInfo.InvariantCulture, $"{(stand.Length > 0 ? ", " : "")}{row.Hints} hint{(row.Hints == 1 ? "" : "s")}");
        if (row.Solution)
            stand.Append(stand.Length > 0 ? ", solution seen" : "solution seen");
        return stand.ToString();
    }

    private void Stands(Exercise exercise, Standing standing, string address)
    {
        foreach (var seen in standing.Seen)
            Remark("+", seen, address);
        foreach (var missing in standing.Missing)
            Remark("-", missing, address);
        if (standing.NearMiss is { } near)
            Remark(">", near, address);
        if (standing.Change is { } change)
            Change(change);
        if (standing.Route is not { } route)
            return;
        output.WriteLine();
        Paragraph("Solved. ", route.Story);
        Paragraph("", exercise.Teaches, end: false);
        output.WriteLine($"See {string.Join(", ", exercise.Sections)}.");
        output.WriteLine();
    }

    private void Change(MinimalChange change)
    {
        var edits = change.Edits.IsEmpty ? "none" : string.Join("; ", change.Edits.Select(edit => edit.Sentence));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    edits: {Printable.Of(edits)} (par {change.Par}{(change.IsMinimal ? ", each needed" : "")})"));
    }

    private void Remark(string mark, Remark remark, string address) => output.WriteLine($"  {mark} {Printable.Of(Exercise.WithAddress(remark.Text, address))}");

    private void Paragraph(string before, string text, bool end = true)
    {
        var line = new StringBuilder(before);
        foreach (var word in text.Split(' '))
        {
            if (line.Length + 1 + word.Length > Width)
            {
                output.WriteLine(line.ToString().TrimEnd());
                line.Clear();
            }

            line.Append(word).Append(' ');
        }

        output.WriteLine(line.ToString().TrimEnd());
        if (end)
            output.WriteLine();
    }
}

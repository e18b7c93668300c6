using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Countersign.Lab.Exercises;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;

namespace Countersign.Conventions;

/// <summary>Writes the exercises as a page, with hints and solutions folded.</summary>
internal static partial class LabTutorial
{
    private const string Learner = "me";

    // Of no learner: the page shows one of the things that differ.
    private static readonly LearnerSeed Chance = new(Learner, new("page"));

    /// <summary>docs/tutorials/the-lab.md</summary>
    public static string Write()
    {
        var page = new StringBuilder("""
            # The lab, exercise by exercise

            What `countersign lab` and the page Lab of `countersign console` have for you to do, for reading along. Generated from the exercises; do not edit it by hand.
            Each begins with the same two lines: the command serves the exercise and stays; in a second terminal you set `LAB` to the address that it printed, and ask with
            whatever speaks HTTP. The command says of each request what it shows and what is missing. [How the lab works](../how-to/lab.md).
            Other addresses that stand here by a name, such as `$PROXY`, it prints as they are.

            Hints and solutions are folded. Realms, users, nonces and the like differ from one learner to the next, so a solution here is an example;
            `countersign lab solution` tells yours. The tests run all of them.


            """.ReplaceLineEndings("\n"));
        foreach (var exercise in ExerciseCatalogue.All)
            page.Append(CultureInfo.InvariantCulture, $"- [{exercise.Number}. {exercise.Title}](#{Anchor(exercise)})\n");
        foreach (var exercise in ExerciseCatalogue.All)
            Write(page, exercise);
        page.Append("\nSolved exercises are kept: `countersign lab learnt` tells what you have learnt by then.\n");
        return page.ToString();
    }

    private static void Write(StringBuilder page, Exercise exercise)
    {
        page.Append(CultureInfo.InvariantCulture, $"\n## {exercise.Number}. {exercise.Title}\n\n**Goal.** {Text(exercise.Goal)}\n\n{Text(exercise.Story)}\n");
        Fenced(page, "console", $"$ countersign lab {exercise.Number}\n$ LAB=http://127.0.0.1:8403{Laboratory.PathOf(exercise, Learner)}");
        if (exercise.Base is not null)
        {
            page.Append(CultureInfo.InvariantCulture, $"\nYou begin from this request{(exercise.Par is { } par ? $"; {(par == 1 ? "one edit suffices" : $"{par} edits suffice")}" : "")}:\n");
            Fenced(page, "sh", BaseRequest.Curl(exercise, Exercise.AddressMark));
        }

        foreach (var part in exercise.Answers.Where(part => part.Given.Length > 0))
        {
            page.Append(CultureInfo.InvariantCulture, $"\nWhat `{part.Name}` is now:\n");
            Fenced(page, "text", part.Given);
        }

        if (!exercise.Answers.IsEmpty)
        {
            page.Append("\nAn answer is typed in:\n");
            Fenced(page, "console", $"$ countersign lab answer {exercise.Number} {string.Join(' ', exercise.Answers.Select(part => part.Typed))}");
            page.Append('\n');
            foreach (var part in exercise.Answers)
                page.Append(CultureInfo.InvariantCulture, $"- `{part.Name}`: {Text(part.Meaning)}{(part.IsOptional ? " It may be left out." : "")}\n");
        }

        page.Append('\n');
        for (var i = 0; i < exercise.Hints.Length; i++)
            page.Append(CultureInfo.InvariantCulture, $"<details><summary>Hint {i + 1}</summary>\n\n{Text(exercise.Hints[i])}\n\n</details>\n");
        WriteSolution(page, exercise);
        page.Append(CultureInfo.InvariantCulture, $"\n**What it teaches.** {Text(exercise.Teaches)} ({string.Join(", ", exercise.Sections)})\n");
    }

    private static void WriteSolution(StringBuilder page, Exercise exercise)
    {
        var steps = exercise.SolutionFor(Chance);
        var lines = SolutionText.Settings(steps, "http://127.0.0.1:8403" + Laboratory.PathOf(exercise, Learner)).Concat(SolutionText.Lines(exercise, steps));
        page.Append("<details><summary>A solution</summary>\n");
        Fenced(page, "sh", string.Join('\n', lines));
        page.Append(exercise.Routes.Length > 1 ? "\nWays that count:\n\n" : "\nIt counts because:\n\n");
        foreach (var route in exercise.Routes)
            page.Append(CultureInfo.InvariantCulture, $"- {Text(route.Story)}\n");
        page.Append("\n</details>\n");
    }

    private static void Fenced(StringBuilder page, string language, string text) =>
        page.Append(CultureInfo.InvariantCulture, $"\n```{language}\n{text.ReplaceLineEndings("\n").TrimEnd('\n')}\n```\n");

    // As GitHub makes it of the heading.
    private static string Anchor(Exercise exercise) =>
        NoAnchor().Replace(string.Create(CultureInfo.InvariantCulture, $"{exercise.Number}. {exercise.Title}").ToLowerInvariant(), "").Replace(' ', '-');

    // Two dollars in a paragraph would begin a formula.
    private static string Text(string sentence) => string.Join(
        '`',
        Address().Replace(sentence, "`$&`").Split('`').Select((part, i) => i % 2 == 1 ? part
            : part.Replace("<", "\\<", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("$", "\\$", StringComparison.Ordinal)));

    [GeneratedRegex("""\$(LAB|PROXY|ORIGIN|SHOP)[^\s,;:()'"]*(?<![.?])""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Address();

    [GeneratedRegex(@"[^\p{L}\p{N} _-]", RegexOptions.None, 1000)]
    private static partial Regex NoAnchor();
}

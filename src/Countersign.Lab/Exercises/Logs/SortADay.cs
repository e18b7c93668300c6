using System.Collections.Immutable;
using System.Globalization;
using Countersign.Lab.Exercises.Records;
using Countersign.Lab.Exercises.Solutions;
using Countersign.Lab.Simulator;

namespace Countersign.Lab.Exercises.Logs;

/// <summary>20: a day of refusals.</summary>
internal sealed class SortADay : Exercise
{
    private const string Place = "log";
    private const string Part = "labels";
    private const string Kept = "$labels";
    private const double Enough = 0.95;

    private static readonly ImmutableArray<string> Names = ["M1", "M2", "M3", "M4", "M5", "M6", "M7", "M8", "M9", "M10"];
    private static readonly ExerciseRoute BySorting = new("sorted", "You sorted a day of refusals by what the log shows before, after and beside each.");

    public override int Number => 20;

    public override string Slug => "a-day-of-401s";

    public override string Title => "A day of 401s";

    public override string Goal => "Sort the 401s of a day's log into ten classes, 95 of 100 rightly.";

    public override string Story =>
        "$LAB/log is a day's access log: address, user, time, request, status, agent, the scheme of the credentials (never the credentials), and the node that answered. Answer with one line for each 401: the number of its line in the log, and its class. " +
        "M1: anonymous probes, by scanners and health checks. M2: first legs, after which the same client got in. M3: a token that had expired and was renewed. M4: one that is never renewed. M5: one credential that fails everywhere. " +
        "M6: one address that tries many names. M7: all clients at once. M8: one node only. M9: all clients since a deployment, which shows by a burst of 502. M10: crawlers, and assets that are asked for without credentials.";

    public override string Teaches => "Most 401s are ordinary: first legs, probes, crawlers, renewals. What counts against a service shows beside the line and not in it: who else was refused in that minute, on which node, and what happened just before. Alert on those classes, never on the number of 401s.";

    public override ImmutableArray<string> Sections => ["RFC 9110 §15.5.2", "RFC 6750 §3.1", "docs/how-to/classify-401s.md"];

    public override ImmutableArray<string> Hints =>
    [
        "Begin with the scheme. Without one the agent and the path tell M1 from M10, and a 200 a second later tells M2.",
        "With Basic count the names that an address tries. With Bearer look at the minute first: if nobody with a token got in, all were hit (M7, or M9 after the burst of 502); then at the node in that hour (M8).",
        "What is left of Bearer is M3 where the same address gets 200 within ten seconds, else M4. countersign classify sorts whole logs by the same ideas.",
    ];

    public override ImmutableArray<AnswerPart> Answers => [new(Part, "A line for each 401: the number of its line, a space, and the class.") { IsText = true }];

    public override ImmutableArray<ExerciseRoute> Routes => [BySorting];

    public override ImmutableArray<SolutionStep> SolutionFor(LearnerSeed learner) =>
    [
        new ComputeStep(Place, Part, LogSorter.Awk, LogSorter.Sort) { Note = "Two passes: what happened in each minute and on each node, then each refusal by it." },
        new AnswerStep((Part, Kept)),
    ];

    public override ImmutableArray<AntiSolution> AntiSolutionsFor(LearnerSeed learner) =>
    [
        new("Answers without having read the log.", "log", new AnswerStep((Part, LogSorter.Sort(new LoggedDay(learner).Text)))),
        new("Takes all refusals for probes.", "disagrees", Labels(static _ => "M1"), new AnswerStep((Part, Kept))),
        new("Looks at each line for itself.", "disagrees", Labels(static line => line.Contains("\"Bearer\"", StringComparison.Ordinal) ? "M4" : line.Contains("\"Basic\"", StringComparison.Ordinal) ? "M5" : "M1"), new AnswerStep((Part, Kept))),
        new("Writes something else.", "unreadable", new AskStep(Place), new AnswerStep((Part, "M1: 70, M2: 80"))),
    ];

    public override ValueTask<Remark?> TakeAsync(LabAnswer answer, ExerciseRecord record, CancellationToken cancel) =>
        new(Read(answer[Part]!) is null ? new Remark("unreadable", "Each line is a number, a space, and a class from M1 to M10.") : null);

    public override ValueTask<SimulatedAnswer> AnswerAsync(LabCall call, CancellationToken cancel)
    {
        if (call.Place != Place)
            return new(call.NoSuchPlace(Place));
        var answer = new SimulatedAnswer(200);
        answer.SetText(new LoggedDay(call.Record.Learner).Text, "text/plain; charset=utf-8");
        return new(answer);
    }

    public override ValueTask<Standing> JudgeAsync(ExerciseRecord record, CancellationToken cancel)
    {
        var read = record.At(Place).FirstOrDefault(exchange => exchange.IsServed);
        var standing = Standing.Nothing.Needs(read is not null, "log", "You read the log.", "$LAB/log was not read yet.");
        if (record.Answers is [.., { Fault: { } fault }])
            return new(standing.Near(fault.Slug, fault.Text));
        if (record.LastAnswer is not { } answer || Read(answer[Part]!) is not { } labels)
            return new(standing.Lacks("labels", "Answer with a class for each 401."));
        if (read is null || read.Number > answer.Number)
            return new(standing.Lacks("labels", "Answer once you have read the log."));
        var classes = new LoggedDay(record.Learner).Classes;
        var right = classes.Count(each => labels.GetValueOrDefault(each.Key) == each.Value);
        var share = string.Create(CultureInfo.InvariantCulture, $"{right} of {classes.Count} refusals are sorted rightly.");
        if (right >= Enough * classes.Count)
            return new(standing.Saw("labels", share).By(BySorting));
        var worst = Names.MaxBy(name => classes.Count(each => each.Value == name && labels.GetValueOrDefault(each.Key) != name))!;
        return new(standing.Lacks("labels", share).Near("disagrees", $"{share} The most of those that are not are {worst}."));
    }

    private static ComputeStep Labels(Func<string, string> label) => new(Place, Part, "", log => string.Concat(log.Split('\n').Select((line, at) => line.Contains("\" 401 \"", StringComparison.Ordinal) ? FormattableString.Invariant($"{at + 1} {label(line)}\n") : "")));

    private static Dictionary<int, string>? Read(string text)
    {
        var labels = new Dictionary<int, string>();
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ') is not [var number, var name] || !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at) || !Names.Contains(name, StringComparer.Ordinal))
                return null;
            labels[at] = name;
        }

        return labels;
    }
}

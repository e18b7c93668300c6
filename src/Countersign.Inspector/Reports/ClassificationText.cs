using System.Globalization;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Logs;
using Countersign.Inspector.Logs.Classes;

namespace Countersign.Inspector.Reports;

/// <summary>What a log comes to, for a terminal of 80 columns.</summary>
internal static class ClassificationText
{
    private const int Width = 80;

    public static void Write(TextWriter text, LogReport report)
    {
        var (scan, counts) = (report.Scan, report.Counts);
        Wrap(text, report.Verdict, "");
        text.WriteLine();
        foreach (var (file, format) in scan.Formats.Take(10))
            Wrap(text, $"{ReportWords.Printable(file)}: {format ?? "no format that is known here; --log-format says which"}", "  ");
        if (scan.Formats.Count > 10)
            text.WriteLine($"  and {LogReport.Number(scan.Formats.Count - 10, "file")} more");
        WriteLines(text, report);
        foreach (var problem in scan.Problems)
            Wrap(text, ReportWords.Printable(problem), "  ");
        if (counts.Lines == 0)
            return;
        WriteShares(text, report);
        WriteClasses(text, report);
        WriteSpike(text, report);
        if (report.Refused == 0)
            return;
        text.WriteLine();
        text.WriteLine("What this log does not tell");
        foreach (var sentence in report.Unsaid)
            Wrap(text, sentence, "  ");
    }

    private static void WriteLines(TextWriter text, LogReport report)
    {
        var (scan, counts) = (report.Scan, report.Counts);
        var span = counts.Lines == 0 ? "" : $", {Moment(counts.FirstTime)} to {Moment(counts.LastTime)} UTC";
        Wrap(text, $"{LogReport.Number(scan.Lines, "line")}{span}{(scan.LeftOut > 0 ? $"; {LogReport.Number(scan.LeftOut, "line")} outside of the time asked for" : "")}", "  ");
        if (scan.FirstUnread is not { } first)
            return;
        var file = scan.Formats.Count > 1 ? $"{ReportWords.Printable(scan.Formats[first.File].File)}, " : "";
        Wrap(text, string.Create(CultureInfo.InvariantCulture, $"{LogReport.Number(scan.Unread, "line")} did not read, the first: {file}line {first.Line}, column {first.Column}: {first.Text}"), "  ");
    }

    private static void WriteShares(TextWriter text, LogReport report)
    {
        var counts = report.Counts;
        text.WriteLine();
        text.WriteLine($"{Count(report.Refused)}  401 and 407{OfRequests(report, report.Refused)}");
        foreach (var (status, what) in new[] { (403, "forbidden"), (429, "too many requests") })
        {
            if (counts.Of(status) > 0)
                text.WriteLine($"{Count(counts.Of(status))}  {status} {what}, not sorted");
        }

        if (report.Refused == 0)
            return;
        text.WriteLine($"{Count(report.Counting)}  count against availability{OfRequests(report, report.Counting)}");
        if (report.CountingAtMost > report.Counting)
            text.WriteLine($"{Count(report.CountingAtMost)}  if all that is not decided did{OfRequests(report, report.CountingAtMost)}");
    }

    private static void WriteClasses(TextWriter text, LogReport report)
    {
        foreach (var kind in RefusalClasses.Decided.OrderByDescending(each => each.Row().Counts).ThenByDescending(each => report.Counts[each].Count).Append(RefusalClass.Anonymous).Append(RefusalClass.Undecided))
        {
            var tally = report.Counts[kind];
            if (tally.Count == 0)
                continue;
            var row = kind.Row();
            var certainty = kind == RefusalClass.Undecided ? "" : tally.Proved == tally.Count ? ", proved" : tally.Proved > 0 ? $", {Percent(tally.Proved * 100.0 / tally.Count)} proved" : ", likely";
            text.WriteLine();
            Wrap(text, $"{Count(tally.Count)}  {row.Label}{(row.Label.Length > 0 ? " " : "")}{row.Title} ({Percent(tally.Count * 100.0 / Math.Max(1, report.Refused))}{certainty})", "", hanging: 12);
            var telling = report.Telling(kind).ToList();
            if (telling.Count > 0)
                Wrap(text, $"{ReportWords.Of(row.Telling)}: {string.Join("; ", telling.Select(each => $"{Short(each.Value)} {each.Count.ToString("N0", CultureInfo.InvariantCulture)}"))}", "            ");
            foreach (var example in tally.Examples.Take(1))
                Wrap(text, Example(report, example), "            ");
            Wrap(text, row.Advice, "            ");
        }
    }

    private static string Example(LogReport report, RefusalExample example)
    {
        var file = report.Scan.Formats.Count > 1 && example.File < report.Scan.Formats.Count ? $"{ReportWords.Printable(report.Scan.Formats[example.File].File)} " : "";
        return string.Create(CultureInfo.InvariantCulture, $"such as {file}line {example.Line}: {example.Client} {example.Request}");
    }

    private static void WriteSpike(TextWriter text, LogReport report)
    {
        if (report.Spike is not { } spike)
            return;
        text.WriteLine();
        text.WriteLine($"The rise of {Moment(spike.From.ToUnixTimeSeconds())} to {spike.Until:HH:mm}");
        var before = spike.IsAtBeginning ? "afterwards" : "before";
        Wrap(text, $"{Rate(spike.Rate)} refusals a minute, {Rate(spike.RateBefore)} {before}. {Percent(spike.ClassShare * 100)} of the rise: {Class(spike.Class)}.", "  ");
        if (spike.Carriers.Count == 0)
        {
            Wrap(text, "No address, name, user agent, node or area carries it alone (not decided): it is spread, as when something fails for all.", "  ");
            return;
        }

        var first = spike.Carriers[0];
        Wrap(text, $"Likely cause: {Carrier(report, first)}. It has {Percent(first.Share * 100)} of the rise; {before} it had {Percent(first.Before * 100)} of the refusals.", "  ");
        if (spike.Carriers.Count > 1)
            Wrap(text, $"Also: {string.Join("; ", spike.Carriers.Skip(1).Take(3).Select(each => $"{Carrier(report, each)} {Percent(each.Share * 100)} ({before} {Percent(each.Before * 100)})"))}", "  ");
    }

    private static string Carrier(LogReport report, SpikeCarrier carrier) => $"the {ReportWords.Of(carrier.Dimension)} {Short(report.Shown(carrier))}";

    private static string Class(RefusalClass kind) => kind.Row() is { Label: { Length: > 0 } label } row ? $"{label} {row.Title}" : kind.Row().Title;

    private static string OfRequests(LogReport report, long count) => report.PercentOfRequests(count) is { } percent ? $": {Percent(percent)} of all requests" : "";

    private static string Short(string value) => value.Length <= 48 ? value : string.Concat(value.AsSpan(0, 47), "…");

    private static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture).PadLeft(10);

    private static string Percent(double percent) => percent switch
    {
        0 => "0 %",
        < 0.01 => "under 0.01 %",
        < 10 => percent.ToString("0.##", CultureInfo.InvariantCulture) + " %",
        > 99.9 and < 100 => "99.9 %",
        _ => percent.ToString("0.#", CultureInfo.InvariantCulture) + " %",
    };

    private static string Rate(double rate) => rate.ToString(rate < 10 ? "0.#" : "N0", CultureInfo.InvariantCulture);

    private static string Moment(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static void Wrap(TextWriter text, string sentence, string indent, int hanging = 0)
    {
        // What is set out in columns stays as it is.
        var line = hanging > 0 ? sentence[..hanging] : indent;
        var isBegun = false;
        foreach (var word in sentence[hanging..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (isBegun && line.Length + 1 + word.Length > Width)
            {
                text.WriteLine(line);
                (line, isBegun) = (hanging > 0 ? new string(' ', hanging) : indent, false);
            }

            line += isBegun ? $" {word}" : word;
            isBegun = true;
        }

        text.WriteLine(line);
    }
}

using System.Globalization;
using System.Text.Json;
using Countersign.Inspector.Logs;
using Countersign.Inspector.Logs.Classes;

namespace Countersign.Inspector.Reports;

/// <summary>What a log comes to, for programs.</summary>
internal static class ClassificationJson
{
    public static void Write(Utf8JsonWriter json, LogReport report)
    {
        var (scan, counts) = (report.Scan, report.Counts);
        json.WriteStartObject();
        json.WriteString("verdict", report.Verdict);
        json.WriteStartArray("files");
        foreach (var (file, format) in scan.Formats)
        {
            json.WriteStartObject();
            json.WriteString("file", file);
            json.WriteString("format", format);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteLines(json, report);
        WriteMoment(json, "from", counts.Lines == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(counts.FirstTime));
        WriteMoment(json, "to", counts.Lines == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(counts.LastTime));
        json.WriteNumber("requests", counts.Lines);
        json.WriteStartObject("statuses");
        foreach (var status in new[] { 401, 403, 407, 429 })
            json.WriteNumber(status.ToString(CultureInfo.InvariantCulture), counts.Of(status));
        json.WriteNumber("5xx", counts.Between(500, 599));
        json.WriteEndObject();
        json.WriteStartObject("availability");
        json.WriteNumber("counting", report.Counting);
        json.WriteNumber("countingAtMost", report.CountingAtMost);
        WritePercent(json, "percent", report.PercentOfRequests(report.Counting));
        WritePercent(json, "percentAtMost", report.PercentOfRequests(report.CountingAtMost));
        json.WriteEndObject();
        json.WriteStartArray("classes");
        foreach (var kind in RefusalClasses.Decided)
            Write(json, report, kind);
        json.WriteEndArray();
        json.WriteStartObject("notDecided");
        json.WriteNumber("ordinary", counts[RefusalClass.Anonymous].Count);
        json.WriteNumber("open", counts[RefusalClass.Undecided].Count);
        WriteExamples(json, report, RefusalClass.Undecided);
        json.WriteEndObject();
        WriteSpike(json, report);
        WriteTexts(json, "notKept", report.Unsaid);
        WriteTexts(json, "problems", scan.Problems);
        json.WriteEndObject();
    }

    private static void WriteLines(Utf8JsonWriter json, LogReport report)
    {
        var scan = report.Scan;
        json.WriteStartObject("lines");
        json.WriteNumber("all", scan.Lines);
        json.WriteNumber("unread", scan.Unread);
        json.WriteNumber("leftOut", scan.LeftOut);
        if (scan.FirstUnread is { } first)
        {
            json.WriteStartObject("firstUnread");
            json.WriteString("file", scan.Formats[first.File].File);
            json.WriteNumber("line", first.Line);
            json.WriteNumber("column", first.Column);
            json.WriteString("text", first.Text);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("firstUnread");
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, LogReport report, RefusalClass kind)
    {
        var (row, tally) = (kind.Row(), report.Counts[kind]);
        json.WriteStartObject();
        json.WriteString("class", row.Label);
        json.WriteString("id", row.Code);
        json.WriteString("title", row.Title);
        json.WriteNumber("count", tally.Count);
        json.WriteNumber("proved", tally.Proved);
        json.WriteNumber("likely", tally.Count - tally.Proved);
        json.WriteBoolean("countsAgainstAvailability", row.Counts);
        json.WriteString("advice", row.Advice);
        json.WriteString("telling", ReportWords.Code(row.Telling));
        json.WriteStartArray("top");
        foreach (var (value, count) in report.Telling(kind))
        {
            json.WriteStartObject();
            json.WriteString("value", value);
            json.WriteNumber("count", count);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        WriteExamples(json, report, kind);
        json.WriteEndObject();
    }

    private static void WriteExamples(Utf8JsonWriter json, LogReport report, RefusalClass kind)
    {
        json.WriteStartArray("examples");
        foreach (var example in report.Counts[kind].Examples)
        {
            json.WriteStartObject();
            json.WriteString("file", report.Scan.Formats.ElementAtOrDefault(example.File).File);
            json.WriteNumber("line", example.Line);
            json.WriteString("client", example.Client);
            json.WriteString("request", example.Request);
            json.WriteString("userAgent", example.Agent);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteSpike(Utf8JsonWriter json, LogReport report)
    {
        if (report.Spike is not { } spike)
        {
            json.WriteNull("spike");
            return;
        }

        json.WriteStartObject("spike");
        WriteMoment(json, "from", spike.From);
        WriteMoment(json, "to", spike.Until);
        json.WriteNumber("perMinute", Math.Round(spike.Rate, 2));
        json.WriteNumber("perMinuteOtherwise", Math.Round(spike.RateBefore, 2));
        json.WriteBoolean("comparedWithAfterwards", spike.IsAtBeginning);
        json.WriteString("class", spike.Class.Row().Label is { Length: > 0 } label ? label : null);
        json.WriteString("id", spike.Class.Row().Code);
        json.WriteNumber("classShare", Math.Round(spike.ClassShare, 4));
        json.WriteString("certainty", ReportWords.Code(spike.Certainty));
        json.WriteStartArray("carriers");
        foreach (var carrier in spike.Carriers)
        {
            json.WriteStartObject();
            json.WriteString("dimension", ReportWords.Code(carrier.Dimension));
            json.WriteString("value", report.Shown(carrier));
            json.WriteNumber("share", Math.Round(carrier.Share, 4));
            json.WriteNumber("shareOtherwise", Math.Round(carrier.Before, 4));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteMoment(Utf8JsonWriter json, string name, DateTimeOffset? time)
    {
        if (time is { } moment)
            json.WriteString(name, moment.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        else
            json.WriteNull(name);
    }

    private static void WritePercent(Utf8JsonWriter json, string name, double? percent)
    {
        if (percent is { } value)
            json.WriteNumber(name, Math.Round(value, 4));
        else
            json.WriteNull(name);
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
            json.WriteStringValue(text);
        json.WriteEndArray();
    }
}

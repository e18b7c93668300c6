using Countersign.AspNetCore.Telemetry;

namespace Countersign.Gateway.Doctor;

/// <summary>A report for a terminal.</summary>
public static class DoctorText
{
    private const int Column = 15;
    private const int Width = 110;

    /// <summary>Writes it: areas, a line for each finding, and below what is to be mended why and how.</summary>
    /// <param name="report">The report.</param>
    /// <param name="output">Takes it.</param>
    /// <param name="useColour">Whether verdicts are coloured.</param>
    public static void Write(DoctorReport report, TextWriter output, bool useColour)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        output.WriteLine(Printable.Of(report.Of));
        foreach (var area in report.Findings.GroupBy(finding => finding.Check.Area, StringComparer.Ordinal))
        {
            output.WriteLine();
            output.WriteLine(area.Key);
            CheckRow? former = null;
            foreach (var finding in area)
            {
                Write(finding, output, useColour, saysWhy: finding.Check != former);
                former = finding.Mend is null ? former : finding.Check;
            }
        }

        output.WriteLine();
        output.WriteLine(report.Summary);
    }

    private static void Write(Finding finding, TextWriter output, bool useColour, bool saysWhy)
    {
        var word = DoctorReport.Word(finding.Verdict);
        var (begin, end) = useColour ? ($"\e[{ColourOf(finding.Verdict)}m", "\e[0m") : ("", "");
        var isToMend = finding.Mend is not null;
        Wrap(output, $"  {begin}{word}{end}{new string(' ', Column - 2 - word.Length)}", isToMend ? $"{finding.Found} [{finding.Check.Id}]" : finding.Found);
        var indent = new string(' ', Column);
        foreach (var line in finding.Evidence)
            Wrap(output, indent + "- ", line);
        if (!isToMend)
            return;
        if (saysWhy)
            Wrap(output, indent + "why:  ", finding.Check.Matters);
        Wrap(output, indent + "mend: ", finding.Mend!);
    }

    /// <summary>Words below each other, each line behind as many blanks as the first has marks.</summary>
    private static void Wrap(TextWriter output, string first, string text)
    {
        var indent = Column + (first.EndsWith("- ", StringComparison.Ordinal) ? 2 : first.EndsWith(":  ", StringComparison.Ordinal) || first.EndsWith(": ", StringComparison.Ordinal) ? 6 : 0);
        var line = first;
        var length = indent;
        foreach (var word in Printable.Of(text).Split(' '))
        {
            if (length > indent && length + 1 + word.Length > Width)
            {
                output.WriteLine(line);
                (line, length) = (new string(' ', indent), indent);
            }

            if (length > indent)
                (line, length) = (line + " ", length + 1);
            (line, length) = (line + word, length + word.Length);
        }

        output.WriteLine(line);
    }

    private static string ColourOf(FindingVerdict verdict) => verdict switch
    {
        FindingVerdict.Ok => "32",
        FindingVerdict.Warning => "33",
        FindingVerdict.Fault => "31",
        FindingVerdict.NotChecked => "2",
    };
}

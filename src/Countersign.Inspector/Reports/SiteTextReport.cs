using Countersign.Inspector.Crawl;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Reports;

/// <summary>A crawl for a terminal: the verdict, then the findings, the worst first.</summary>
internal static class SiteTextReport
{
    public static void Write(TextWriter text, SiteInspection inspection)
    {
        text.WriteLine(ReportWords.Printable(SiteWords.Verdict(inspection)));
        foreach (var note in SiteWords.Notes(inspection))
            text.WriteLine($"note: {ReportWords.Printable(note)}");
        foreach (var found in inspection.Findings)
            Write(text, found);
    }

    private static void Write(TextWriter text, SiteFinding found)
    {
        var finding = found.Finding;
        text.WriteLine();
        var certainty = finding.Certainty == Certainty.Proved ? "" : $", {ReportWords.Code(finding.Certainty)}";
        text.WriteLine($"{ReportWords.Code(finding.Severity)} {finding.Check.Id}{certainty}: {ReportWords.Printable(finding.Message)}");
        foreach (var evidence in finding.Evidence)
            text.WriteLine($"    {ReportWords.Printable(evidence.Exchange < 0 ? $"{evidence.Part}: {evidence.Text}" : evidence.Text)}");
        if (found.Count > finding.Evidence.Length && finding.Evidence.Length > 0)
            text.WriteLine($"    and {found.Count - finding.Evidence.Length} more");
        if (finding.Severity == Severity.Good)
            return;
        text.WriteLine($"  why: {finding.Check.Why}");
        if (finding.Fault != Fault.Nobody)
            text.WriteLine($"  fault: {ReportWords.Of(finding.Fault)}");
        text.WriteLine($"  fix: {ReportWords.Printable(finding.OwnerFix)}");
        text.WriteLine($"  by: {finding.Check.Requirement}");
    }
}

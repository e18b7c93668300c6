using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>One finding: what was seen, where, why it matters, whose fault it is, and what mends it.</summary>
internal static class FindingPart
{
    private const int Width = 200;

    public static Markup Of(Finding finding, Recording recording)
    {
        var row = finding.Check;
        return Markup.Of($"""
            <div class="finding {ReportWords.Code(finding.Severity)}"><p class="say"><span class="level">{ReportWords.Code(finding.Severity)}</span><code>{row.Id}</code><span>{ReportWords.Code(finding.Certainty)}</span><span>{ReportWords.Of(finding.Fault)}</span></p>
            <p><b>{finding.Message}</b></p><p>{row.Why}</p>
            {Markup.When(finding.OwnerFix.Length > 0, Markup.Of($"<p>Owner: {finding.OwnerFix}</p>"))}{Markup.When(finding.CallerFix is not null, Markup.Of($"<p>Caller: {finding.CallerFix}</p>"))}
            {Markup.Join(finding.Evidence.Select(evidence => Of(evidence, finding, recording)))}<p class="soft">By {row.Requirement.ToString()}</p></div>
            """);
    }

    // Around the place, so that long values can be read.
    private static Markup Of(Evidence evidence, Finding finding, Recording recording)
    {
        var start = Math.Clamp(evidence.Start, 0, evidence.Text.Length);
        var from = evidence.Text.Length <= Width ? 0 : Math.Clamp(start - (Width / 2), 0, evidence.Text.Length - Width);
        var text = evidence.Text.Substring(from, Math.Min(Width, evidence.Text.Length - from));
        var length = evidence.Start < 0 ? text.Length : Math.Clamp(evidence.Length, 0, text.Length - (start - from));
        var at = evidence.Start < 0 ? 0 : start - from;
        var marked = Markup.Of($"{text[..at]}<mark class=\"{ReportWords.Code(finding.Severity)}\">{text[at..(at + length)]}</mark>{text[(at + length)..]}");
        var other = recording.Exchanges.Length > 1 ? Markup.Of($"exchange {evidence.Exchange + 1}, ") : Markup.None;
        return Markup.Of($"<p class=\"soft\">{other}{evidence.Part}{Markup.When(evidence.Line > 0, Markup.Of($", line {evidence.Line}"))}: <code>{marked}</code></p>");
    }
}

using System.Net;
using Countersign.Inspector.Crawl;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Reports;

/// <summary>A crawl as one page that needs nothing else: no script, no address that is asked for, and nothing of the site that is more than text.</summary>
internal static class SiteHtmlReport
{
    private const string Style = """
        :root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
        body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem }
        h1 { font-size: 1.3rem } h2 { font-size: 1rem; margin: 0 } h1, p { overflow-wrap: anywhere }
        article { border: 1px solid #8886; border-left: .4rem solid #888; border-radius: .3rem; padding: .7rem 1rem; margin: 1rem 0 }
        .error { border-left-color: #c5221f } .warning { border-left-color: #e37400 } .info { border-left-color: #1a73e8 } .good { border-left-color: #188038 }
        code, li { font-family: ui-monospace, monospace; font-size: .85rem; overflow-wrap: anywhere }
        dt { font-weight: 600 } dd { margin: 0 0 .4rem } .note { color: #5a6675 } @media (prefers-color-scheme: dark) { .note { color: #a3aebd } }
        """;

    public static void Write(TextWriter html, SiteInspection inspection)
    {
        var start = Text(inspection.Site.Shown(inspection.Site.Start));
        html.WriteLine("<!DOCTYPE html>");
        html.WriteLine("<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">");
        html.WriteLine("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\"><meta name=\"referrer\" content=\"no-referrer\">");
        html.WriteLine($"<title>{start}: crawl</title><style>{Style}</style></head><body>");
        html.WriteLine($"<h1>{Text(SiteWords.Verdict(inspection))}</h1>");
        foreach (var note in SiteWords.Notes(inspection))
            html.WriteLine($"<p class=\"note\">{Text(note)}</p>");
        foreach (var found in inspection.Findings)
            Write(html, found);
        html.WriteLine("</body></html>");
    }

    private static void Write(TextWriter html, SiteFinding found)
    {
        var finding = found.Finding;
        var certainty = finding.Certainty == Certainty.Proved ? "" : $", {ReportWords.Code(finding.Certainty)}";
        html.WriteLine($"<article class=\"{ReportWords.Code(finding.Severity)}\"><h2>{Text(finding.Check.Title)}</h2>");
        html.WriteLine($"<p><code>{finding.Check.Id}</code> {ReportWords.Code(finding.Severity)}{certainty}</p><p>{Text(finding.Message)}</p>");
        if (!finding.Evidence.IsEmpty)
        {
            html.WriteLine("<ul>");
            foreach (var evidence in finding.Evidence)
                html.WriteLine($"<li>{Text(evidence.Exchange < 0 ? $"{evidence.Part}: {evidence.Text}" : evidence.Text)}</li>");
            if (found.Count > finding.Evidence.Length)
                html.WriteLine($"<li>and {found.Count - finding.Evidence.Length} more</li>");
            html.WriteLine("</ul>");
        }

        if (finding.Severity > Severity.Good)
            html.WriteLine($"<dl><dt>Why</dt><dd>{Text(finding.Check.Why)}</dd><dt>Fix ({ReportWords.Of(finding.Fault)})</dt><dd>{Text(finding.OwnerFix)}</dd><dt>By</dt><dd>{Text(finding.Check.Requirement.ToString())}</dd></dl>");
        html.WriteLine("</article>");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(ReportWords.Printable(text));
}

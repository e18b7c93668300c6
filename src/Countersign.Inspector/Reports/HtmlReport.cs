using Countersign.Inspector.Fixes.Owner;
using Countersign.Inspector.Reports.Pages;
using Countersign.Inspector.Verdicts;

namespace Countersign.Inspector.Reports;

/// <summary>An inspection as a page that is whole in one file, runs no script and loads nothing.</summary>
internal static class HtmlReport
{
    /// <param name="text">Where it goes.</param>
    /// <param name="inspection">The inspection.</param>
    /// <param name="framework">The framework whose snippets the owner wants to see; null for the one that the answers show.</param>
    /// <param name="name">The name of what was inspected.</param>
    public static void Write(TextWriter text, Inspection inspection, Framework? framework, string name) =>
        text.Write(Markup.Of($"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src {PageStyle.Source}; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">
            <title>{name}: {Verdict.Of(inspection).Sentence}</title><style>{Markup.OfStyle(PageStyle.Sheet)}</style></head>
            <body><a class="skip" href="#verdict">Skip to the verdict</a><main>
            {InspectionPart.Of(inspection, framework, name, isWithin: false)}
            <footer><p class="soft">Made by countersign inspect. Secrets were taken out while it was read; nothing in this page is verified beyond what it says.</p></footer>
            </main></body></html>

            """).ToString().ReplaceLineEndings("\n"));
}

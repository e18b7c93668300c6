using System.Collections.Immutable;
using Countersign.Inspector.Lint;
using Countersign.Inspector.Reports.Pages;

namespace Countersign.Inspector.Reports;

/// <summary>What was found in configurations, as a page that is whole in one file, runs no script and loads nothing.</summary>
internal static class LintHtmlReport
{
    /// <param name="text">Where it goes.</param>
    /// <param name="configurations">The configurations.</param>
    public static void Write(TextWriter text, ImmutableArray<LintedConfiguration> configurations) =>
        text.Write(Markup.Of($"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src {PageStyle.Source}; base-uri 'none'; form-action 'none'">
            <meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex">
            <title>{LintVerdict.Of(configurations)}</title><style>{Markup.OfStyle(PageStyle.Sheet)}</style></head>
            <body><main>
            <h1>{string.Join(", ", configurations.Select(each => each.Files[0]))}</h1>
            {LintPart.Of(configurations)}
            <footer><p class="soft">Made by countersign lint, without what is secret in the files.</p></footer>
            </main></body></html>

            """).ToString().ReplaceLineEndings("\n"));
}

using System.Globalization;
using System.Text;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Checks.Crawl;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint;
using Countersign.Inspector.Reports;

namespace Countersign.Conventions;

/// <summary>Writes the references of what exchanges, sites and configurations are judged for, from the rows of the checks.</summary>
internal static class ChecksReference
{
    private const string Words = """

        A finding says how sure it is: *proved* by what was seen, *likely* as its best explanation, or *not decided*. Severities: **error** breaks a
        requirement, keeps people out, or lets them in; **warning** works for some and fails for others; **info** is worth knowing; **good** is as it should
        be. A check may lower its severity for what is less sure.

        """;

    /// <summary>docs/reference/checks.md</summary>
    public static string OfExchanges() => Write(
        """
        # Checks of `countersign inspect`

        What the inspector judges exchanges for, area by area, in the order of importance. Generated from the rows of the checks; do not edit it by hand. Each
        stands in the code in the folder and file of its name, and has transcripts that it must find and near misses that it must leave alone.

        """,
        CheckCatalogue.Exchanges.Select(check => check.Row));

    /// <summary>docs/reference/crawl-checks.md</summary>
    public static string OfSites() => Write(
        """
        # Checks of `countersign crawl`

        What a site is judged for, once for each cause. Generated from the rows of the checks; do not edit it by hand.

        """,
        SiteCheckCatalogue.All.Select(check => check.Row));

    /// <summary>docs/reference/lint-checks.md</summary>
    public static string OfConfigurations() => Write(
        """
        # Checks of `countersign lint`

        What configurations are judged for, server by server, what lets people in first. Generated from the rows of the checks; do not edit it by hand. Each
        has configurations that it must find and near misses that it must leave alone, and the servers themselves answer as it says of them.

        """,
        LintCatalogue.All.SelectMany(linter => linter.Rows).DistinctBy(row => row.Id));

    private static string Write(string opening, IEnumerable<CheckRow> all)
    {
        var rows = all.ToList();
        var page = new StringBuilder((opening + Words).ReplaceLineEndings("\n"));
        page.Append("\n| Area | Checks | Of them errors |\n|---|---|---|\n");
        foreach (var area in rows.GroupBy(row => row.Area))
            page.Append(CultureInfo.InvariantCulture, $"| [{area.Key}](#{area.Key}) | {area.Count()} | {area.Count(row => row.Severity == Severity.Error)} |\n");
        page.Append(CultureInfo.InvariantCulture, $"| all | {rows.Count} | {rows.Count(row => row.Severity == Severity.Error)} |\n");
        foreach (var area in rows.GroupBy(row => row.Area))
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {area.Key}\n");
            foreach (var row in area)
                Write(page, row);
        }

        return page.ToString();
    }

    private static void Write(StringBuilder page, CheckRow row)
    {
        var fault = row.Fault == Fault.Nobody ? "" : $" Fault: {ReportWords.Of(row.Fault)}.";
        page.Append(CultureInfo.InvariantCulture, $"\n### {row.Id}\n\n**{ReportWords.Code(row.Severity)}** {Text(row.Title)}. {Text(row.Why)}{fault} By: {row.Requirement}.\n");
        if (row is { OwnerFix: { Length: > 0 } fix, Severity: not Severity.Good })
        {
            var code = row.Remedy is { } remedy ? $" [Code for it](owner-fixes.md#{remedy.Name})." : "";
            page.Append(CultureInfo.InvariantCulture, $"\nOwner: {Text(fix)}{code}\n");
        }

        if (row.CallerFix is { } caller)
            page.Append(CultureInfo.InvariantCulture, $"\nCaller: {Text(caller)}\n");
    }

    private static string Text(string sentence) => sentence.Replace("<", "\\<", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal).Replace("_", "\\_", StringComparison.Ordinal);
}

using System.Text;
using System.Text.RegularExpressions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes;
using Countersign.Inspector.Fixes.Owner;
using Countersign.Inspector.Verdicts;

namespace Countersign.Inspector.Reports;

/// <summary>An inspection to put into an issue or a review.</summary>
internal static partial class MarkdownReport
{
    public static void Write(TextWriter text, Inspection inspection, Framework? framework = null)
    {
        var verdict = Verdict.Of(inspection);
        text.WriteLine($"**{Plain(verdict.Sentence)}**");
        if (verdict is { About.Request: { } request, Changes.IsEmpty: false } && RevisedRequest.Of(request, verdict.Changes) is { } revised)
        {
            text.WriteLine();
            Fence(text, "diff", revised.Diff.Select(line => ReportWords.Printable(line)));
            text.WriteLine();
            Fence(text, "sh", new CurlForm().Write(revised).Split('\n').Select(line => ReportWords.Printable(line)));
        }

        foreach (var exchange in inspection.Recording.Exchanges)
        {
            var findings = inspection.Findings.Where(finding => TextReport.IndexOf(finding) == exchange.Index).ToList();
            if (findings.Count > 0)
                Write(text, exchange, findings);
        }

        if (ProbeTable.Lines(inspection.Recording).ToList() is { Count: > 0 } probes)
        {
            text.WriteLine();
            Fence(text, "", probes.Skip(1).Select(line => ReportWords.Printable(line)));
        }

        foreach (var fix in OwnerFix.Of(inspection, framework))
        {
            text.WriteLine($"\n**For the owner: {fix.Remedy.Does}{(fix is { Snippet: not null, Framework: { } named } ? $", in {named.Caption}" : "")}.**\n");
            if (fix is { Framework: { } known, Snippet: { } snippet })
                Fence(text, known.Language, snippet.Split('\n'));
            else
                text.WriteLine(Plain(fix.Elsewhere()));
        }

        foreach (var sentence in ReportWords.Sentences(inspection.Recording.Omissions))
            text.WriteLine($"\n*Not kept: {Plain(sentence)}.*");
    }

    private static void Write(TextWriter text, Exchange exchange, List<Finding> findings)
    {
        text.WriteLine();
        text.WriteLine($"### {Plain(TextReport.Title(exchange))}");
        text.WriteLine();
        text.WriteLine("| | Check | What | Fault | Fix |");
        text.WriteLine("|---|---|---|---|---|");
        foreach (var finding in findings)
        {
            var certainty = finding.Certainty == Certainty.Proved ? "" : $" ({ReportWords.Code(finding.Certainty)})";
            text.WriteLine($"| {ReportWords.Code(finding.Severity)}{certainty} | `{finding.Check.Id}` | {Plain(finding.Message)} | {(finding.Fault == Fault.Nobody ? "" : ReportWords.Of(finding.Fault))} | {(finding.Severity == Severity.Good ? "" : Plain(finding.OwnerFix))} |");
        }
    }

    // Longer than any fence within.
    private static void Fence(TextWriter text, string language, IEnumerable<string> content)
    {
        List<string> lines = [.. content];
        var fence = new string('`', Math.Max(3, lines.Max(line => line.TakeWhile(c => c == '`').Count()) + 1));
        text.WriteLine($"{fence}{language}");
        foreach (var line in lines)
            text.WriteLine(line);
        text.WriteLine(fence);
    }

    /// <summary>A stranger's text as text: it makes no table, link or markup, mentions nobody and refers to nothing.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        text = ReportWords.Printable(text);
        var at = 0;
        foreach (var address in Address().EnumerateMatches(text))
        {
            AddText(plain, text.AsSpan(at, address.Index - at));
            AddCode(plain, text.AsSpan(address.Index, address.Length));
            at = address.Index + address.Length;
        }

        AddText(plain, text.AsSpan(at));
        return plain.ToString();
    }

    // What hosts of repositories make of a mark and a name, they don't with an invisible space between; a backslash is gone by then.
    private static void AddText(StringBuilder plain, ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] is '\\' or '|' or '*' or '_' or '`' or '<' or '>' or '[' or ']' or '#' or '~' or '&' or '!')
                plain.Append('\\');
            plain.Append(text[i]);
            if (text[i] is '@' or '#' or '!' or '~' or '&' && i + 1 < text.Length && char.IsLetterOrDigit(text[i + 1]))
                plain.Append('\u200B');
        }
    }

    // In code an address is no link. Cells end at a bar even there.
    private static void AddCode(StringBuilder plain, ReadOnlySpan<char> address)
    {
        plain.Append('`').Append(address.ToString().Replace("|", "\\|", StringComparison.Ordinal)).Append('`');
    }

    [GeneratedRegex(@"\b((https?|ftp)://|www\.)[^\s`]*[^\s`.,:;!?'"")\]]", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Address();
}

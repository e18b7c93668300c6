using System.Collections.Immutable;
using System.Globalization;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes;
using Countersign.Inspector.Fixes.Owner;
using Countersign.Inspector.Verdicts;

namespace Countersign.Inspector.Reports;

/// <summary>An inspection for a terminal: the verdict, then exchange by exchange what was found, with a caret under the place.</summary>
internal static class TextReport
{
    private const int Width = 100;

    public static void Write(TextWriter text, Inspection inspection, Framework? framework = null)
    {
        var recording = inspection.Recording;
        var verdict = Verdict.Of(inspection);
        text.WriteLine(ReportWords.Printable(verdict.Sentence));
        foreach (var problem in recording.Problems)
            text.WriteLine(string.Create(CultureInfo.InvariantCulture, $"not read{(problem.Line > 0 ? $", line {problem.Line}" : "")}{(problem.Column > 0 ? $", column {problem.Column}" : "")}: {problem.Message}"));
        if (inspection.Accepted > 0)
            text.WriteLine($"note: {ReportWords.Accepted(inspection.Accepted)}");
        foreach (var sentence in ReportWords.Sentences(recording.Omissions))
            text.WriteLine($"not kept: {sentence}");

        foreach (var exchange in recording.Exchanges)
        {
            var findings = inspection.Findings.Where(finding => IndexOf(finding) == exchange.Index).ToList();
            if (findings.Count == 0 && (recording.Exchanges.Length > 20 || exchange.Role == ExchangeRole.Probe))
                continue;
            text.WriteLine();
            text.WriteLine(ReportWords.Printable(Title(exchange)));
            foreach (var finding in findings)
                Write(text, finding);
        }

        foreach (var finding in inspection.Findings.Where(finding => IndexOf(finding) < 0))
            Write(text, finding);
        foreach (var line in ProbeTable.Lines(recording))
            text.WriteLine(ReportWords.Printable(line));
        Write(text, OwnerFix.Of(inspection, framework));
        if (verdict.About is not { } about)
            return;
        if (!verdict.Changes.IsEmpty && about.Request is { } request && RevisedRequest.Of(request, verdict.Changes) is { } revised)
            Write(text, revised);
        Write(text, Consumers.Of(about));
    }

    /// <summary>The exchange that a finding belongs to; -1 where it names none.</summary>
    public static int IndexOf(Finding finding) => finding.Evidence.IsEmpty ? -1 : finding.Evidence[0].Exchange;

    /// <summary>What an exchange is called.</summary>
    public static string Title(Exchange exchange)
    {
        var asked = exchange.Request is { } request ? $"{request.Method} {request.Url?.ToString() ?? request.Target}" : "(no request)";
        var answered = exchange.Response is { } response ? $"{response.Status} {response.Reason}".TrimEnd() : exchange.Trouble ?? "(no answer)";
        return string.Create(CultureInfo.InvariantCulture, $"[{exchange.Index + 1}] {asked} -> {answered}");
    }

    private static void Write(TextWriter text, RevisedRequest request)
    {
        text.WriteLine();
        text.WriteLine("what to send");
        foreach (var line in request.Diff)
            text.WriteLine($"  {ReportWords.Printable(line)}");
        text.WriteLine();
        foreach (var line in new CurlForm().Write(request).Split('\n'))
            text.WriteLine($"  {ReportWords.Printable(line)}");
    }

    private static void Write(TextWriter text, ImmutableArray<OwnerFix> fixes)
    {
        if (fixes.IsEmpty)
            return;
        text.WriteLine();
        text.WriteLine(fixes[0].Framework is { } framework ? $"what the owner changes, in {framework.Caption}" : "what the owner changes");
        foreach (var fix in fixes)
        {
            text.WriteLine($"  {fix.Remedy.Does}.");
            foreach (var line in (fix.Snippet ?? fix.Elsewhere()).Split('\n'))
                text.WriteLine($"    {line}".TrimEnd());
        }
    }

    private static void Write(TextWriter text, ImmutableArray<Consumer> consumers)
    {
        if (consumers.IsEmpty)
            return;
        text.WriteLine();
        text.WriteLine("what others make of it");
        foreach (var consumer in consumers)
            text.WriteLine($"  {consumer.Kind}: {ReportWords.Printable(consumer.Makes)}");
    }

    private static void Write(TextWriter text, Finding finding)
    {
        var certainty = finding.Certainty == Certainty.Proved ? "" : $", {ReportWords.Code(finding.Certainty)}";
        text.WriteLine($"  {ReportWords.Code(finding.Severity)} {finding.Check.Id}{certainty}: {ReportWords.Printable(finding.Message)}");
        foreach (var evidence in finding.Evidence)
            Write(text, evidence);
        if (finding.Fault != Fault.Nobody)
            text.WriteLine($"    fault: {ReportWords.Of(finding.Fault)}");
        if (finding.OwnerFix.Length > 0 && finding.Severity > Severity.Good)
            text.WriteLine($"    fix: {ReportWords.Printable(finding.OwnerFix)}");
        if (finding.CallerFix is { } fix)
            text.WriteLine($"    as the caller: {ReportWords.Printable(fix)}");
        text.WriteLine($"    by: {finding.Check.Requirement}");
    }

    private static void Write(TextWriter text, Evidence evidence)
    {
        // Long values are shown around the place.
        var start = Math.Clamp(evidence.Start, 0, evidence.Text.Length);
        var from = evidence.Text.Length <= Width ? 0 : Math.Clamp(start - (Width / 2), 0, evidence.Text.Length - Width);
        var shown = evidence.Text.AsSpan(from, Math.Min(Width, evidence.Text.Length - from));
        var line = evidence.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $", line {evidence.Line}") : "";
        text.WriteLine($"    {ReportWords.Printable(evidence.Part)}{line}:");
        text.WriteLine($"      {ReportWords.Printable(shown)}");
        if (evidence.Start >= 0)
            text.WriteLine($"      {new string(' ', start - from)}{new string('^', Math.Clamp(evidence.Length, 1, Math.Max(1, shown.Length - (start - from))))}");
    }
}

using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;
using Countersign.Inspector.Verdicts;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>All of an inspection: the verdict first, then what to change, then what it goes by.</summary>
internal static class InspectionPart
{
    // Pages of more can't be read; the timeline says what is left out.
    private const int MostExchanges = 100;

    // Up to so many all are shown; probes are in a table of their own, and shown where there is something to say of them.
    private const int FewExchanges = 20;

    /// <param name="inspection">The inspection.</param>
    /// <param name="framework">The framework whose snippets the owner wants to see; null for the one that the answers show.</param>
    /// <param name="name">The name of what was inspected.</param>
    /// <param name="isWithin">Whether it stands in a page that has a heading of its own.</param>
    public static Markup Of(Inspection inspection, Framework? framework, string name, bool isWithin)
    {
        var (recording, verdict) = (inspection.Recording, Verdict.Of(inspection));
        var isFew = recording.Exchanges.Count(exchange => exchange.Role != ExchangeRole.Probe) <= FewExchanges;
        var shown = recording.Exchanges.Where(exchange => (isFew && exchange.Role != ExchangeRole.Probe) || exchange == verdict.About || inspection.Findings.Any(finding => IsOf(finding, exchange))).Take(MostExchanges).ToList();
        return Markup.Of($"""
            {Top(inspection, verdict, name, isWithin)}
            {SendPart.Of(verdict)}
            {OwnerPart.Of(inspection, framework)}
            {TimelinePart.Of(recording, inspection, [.. shown.Select(exchange => exchange.Index)])}
            {Markup.Join(shown.Select(exchange => ExchangePart.Of(exchange, recording, [.. inspection.Findings.Where(finding => IsOf(finding, exchange))])))}
            {TokenPart.Of(recording)}
            {ProbePart.Of(recording, isWithin)}
            {ConsumersPart.Of(verdict)}
            {Right(inspection)}
            {Limits(recording)}
            """);
    }

    private static bool IsOf(Finding finding, Exchange exchange) => TextReport.IndexOf(finding) == exchange.Index;

    private static Markup Top(Inspection inspection, Verdict verdict, string name, bool isWithin)
    {
        var tone = verdict.Outcome == Outcome.Admitted ? verdict.Cause is null ? "good" : "" : "bad";
        var counts = new[] { Severity.Error, Severity.Warning, Severity.Info, Severity.Good }.Select(severity => (severity, Count: inspection.Findings.Count(finding => finding.Severity == severity))).Where(each => each.Count > 0);
        var tag = isWithin ? "section" : "header";
        return Markup.Of($"""
            <{tag} class="top {tone}" id="verdict"><p class="soft">{name} ({ReportWords.Code(inspection.Recording.Source)})</p>
            {(isWithin ? Markup.Of($"<h2 class=\"verdict\">{verdict.Sentence}</h2>") : Markup.Of($"<h1>{verdict.Sentence}</h1>"))}
            <ul class="facts"><li>Certainty: <b>{ReportWords.Code(verdict.Certainty)}</b></li><li>Fault: <b>{ReportWords.Of(verdict.Fault)}</b></li><li>Outcome: <b>{ReportWords.Code(verdict.Outcome)}</b></li>
            <li>Send again: <b>{PageWords.Of(verdict.Retry)}</b></li>{Markup.When(verdict.Cause is not null, Markup.Of($"<li>By: <code>{verdict.Cause?.Check.Id}</code></li>"))}</ul>
            <ul class="facts">{Markup.Join(counts.Select(each => Markup.Of($"<li><span class=\"level {ReportWords.Code(each.severity)}\">{PageWords.Count(each.severity, each.Count)}</span></li>")))}</ul></{tag}>
            """);
    }

    private static Markup Right(Inspection inspection)
    {
        var good = inspection.Findings.Where(finding => finding.Severity == Severity.Good).ToList();
        return good.Count == 0 ? Markup.None : Markup.Of($"""
            <section><h2>What is right</h2><ul>{Markup.Join(good.DistinctBy(finding => (finding.Check.Id, finding.Message)).Take(MostExchanges).Select(finding => Markup.Of($"<li><code>{finding.Check.Id}</code>: {finding.Message}</li>")))}</ul></section>
            """);
    }

    private static Markup Limits(Recording recording)
    {
        var (omitted, problems) = (ReportWords.Sentences(recording.Omissions).ToList(), recording.Problems);
        if (omitted.Count == 0 && problems.IsEmpty)
            return Markup.None;
        return Markup.Of($"""
            <section><h2>What can't be said</h2>
            <ul>{Markup.Join(omitted.Select(sentence => Markup.Of($"<li>Not kept: {sentence}.</li>")))}{Markup.Join(problems.Take(MostExchanges).Select(problem => Markup.Of($"<li>Not read, line {problem.Line}: {problem.Message}</li>")))}</ul></section>
            """);
    }
}

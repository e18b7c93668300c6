using System.Collections.Immutable;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint;

namespace Countersign.Inspector.Reports.Pages;

/// <summary>What was found in configurations: each finding with only the directives that make it so, within the blocks they stand in.</summary>
internal static class LintPart
{
    private const int MostFindings = 200;

    public static Markup Of(ImmutableArray<LintedConfiguration> configurations)
    {
        ImmutableArray<LintFinding> findings = [.. configurations.SelectMany(each => each.Findings)];
        var wrong = findings.Where(finding => finding.Severity > Severity.Good).ToList();
        var good = findings.Where(finding => finding.Severity == Severity.Good).ToList();
        var problems = configurations.SelectMany(each => each.Problems).Take(MostFindings).ToList();
        return Markup.Of($"""
            <section class="top {(wrong.Exists(finding => finding.Severity > Severity.Info) ? "bad" : "good")}" id="verdict"><p class="soft">{string.Join(", ", configurations.SelectMany(each => each.Files).Distinct(StringComparer.Ordinal))} ({string.Join(", ", configurations.Select(each => each.Kind).Distinct(StringComparer.Ordinal))})</p>
            <h2 class="verdict">{LintVerdict.Of(configurations)}</h2></section>
            {Markup.When(wrong.Count > 0, Markup.Of($"<section><h2>Findings</h2>{Markup.Join(wrong.Take(MostFindings).Select(Of))}</section>"))}
            {Markup.When(good.Count > 0, Markup.Of($"<section><h2>What is right</h2><ul>{Markup.Join(good.Take(MostFindings).Select(finding => Markup.Of($"<li><code>{finding.Check.Id}</code>: {finding.Message}</li>")))}</ul></section>"))}
            {Markup.When(problems.Count > 0, Markup.Of($"<section><h2>What can't be said</h2><ul>{Markup.Join(problems.Select(each => Markup.Of($"<li>Not read, {each.File}, line {each.Problem.Line}: {each.Problem.Message}</li>")))}</ul></section>"))}
            """);
    }

    private static Markup Of(LintFinding finding)
    {
        var row = finding.Check;
        return Markup.Of($"""
            <div class="finding {ReportWords.Code(finding.Severity)}"><p class="say"><span class="level">{ReportWords.Code(finding.Severity)}</span><code>{row.Id}</code><span>{ReportWords.Code(finding.Certainty)}</span></p>
            <p><b>{finding.Message}</b></p>{Markup.When(row.Why.Length > 0, Markup.Of($"<p>{row.Why}</p>"))}{Markup.When(finding.Fix.Length > 0, Markup.Of($"<p>Owner: {finding.Fix}</p>"))}
            {Markup.When(!finding.Directives.IsEmpty, Markup.Of($"<pre tabindex=\"0\" aria-label=\"The directives of {row.Id}\">{Markup.Join(InvolvedDirectives.Of(finding).Select(each => Markup.Of($"{new string(' ', 4 * each.Depth)}{each.Directive.Text}    # {each.Directive.Place.ToString()}\n")))}</pre>"))}
            <p class="soft">By {row.Requirement.ToString()}</p></div>
            """);
    }
}

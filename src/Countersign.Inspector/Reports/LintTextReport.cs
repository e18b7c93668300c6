using System.Collections.Immutable;
using System.Globalization;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Lint;

namespace Countersign.Inspector.Reports;

/// <summary>What was found in configurations, for a terminal: each finding with only the directives that make it so, within the blocks they stand in.</summary>
internal static class LintTextReport
{
    public static void Write(TextWriter text, ImmutableArray<LintedConfiguration> configurations)
    {
        text.WriteLine(ReportWords.Printable(LintVerdict.Of(configurations)));
        if (configurations.Sum(each => each.Accepted) is > 0 and var accepted)
            text.WriteLine($"note: {ReportWords.Accepted(accepted)}");
        foreach (var configuration in configurations)
        {
            foreach (var (file, problem) in configuration.Problems)
                text.WriteLine(ReportWords.Printable(string.Create(CultureInfo.InvariantCulture, $"not read, {file}:{problem.Line}{(problem.Column > 0 ? $":{problem.Column}" : "")}: {problem.Message}")));
            foreach (var finding in configuration.Findings)
                Write(text, finding);
        }
    }

    /// <summary>What becomes of an address.</summary>
    public static void Write(TextWriter text, AccessDecision decision)
    {
        text.WriteLine(ReportWords.Printable(decision.Sentence));
        foreach (var directive in decision.Directives)
            text.WriteLine(ReportWords.Printable($"  {directive.Place}: {directive.Text}"));
    }

    private static void Write(TextWriter text, LintFinding finding)
    {
        text.WriteLine();
        var certainty = finding.Certainty == Certainty.Proved ? "" : $", {ReportWords.Code(finding.Certainty)}";
        text.WriteLine(ReportWords.Printable($"{ReportWords.Code(finding.Severity)}{certainty}: {finding.Message} [{finding.Check.Id}]"));
        foreach (var (depth, directive) in InvolvedDirectives.Of(finding))
            text.WriteLine(ReportWords.Printable($"    {new string(' ', 2 * depth)}{directive.Text}    # {directive.Place}"));
        if (finding.Severity == Severity.Good)
            return;
        if (finding.Check.Why.Length > 0)
            text.WriteLine($"  why: {finding.Check.Why}");
        if (finding.Fix.Length > 0)
            text.WriteLine(ReportWords.Printable($"  fix: {finding.Fix}"));
        text.WriteLine($"  by: {finding.Check.Requirement}");
    }
}

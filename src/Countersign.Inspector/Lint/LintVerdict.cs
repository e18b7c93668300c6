using System.Collections.Immutable;
using System.Globalization;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Lint;

/// <summary>One sentence over all that was found in configurations.</summary>
internal static class LintVerdict
{
    public static string Of(ImmutableArray<LintedConfiguration> configurations)
    {
        var findings = configurations.SelectMany(each => each.Findings).Where(finding => finding.Severity > Severity.Good).OrderByDescending(finding => finding.Severity).ToList();
        var files = configurations.SelectMany(each => each.Files).Distinct(StringComparer.Ordinal).Count();
        var read = $"{files} {(files == 1 ? "file" : "files")} read";
        var accepted = configurations.Sum(each => each.Accepted);
        if (findings is not [var worst, ..])
        {
            return configurations.Any(each => each.Problems.Any(it => it.Problem.Message == Judging.TooMuch)) ? $"There is too much in it to judge it to the end; nothing {(accepted > 0 ? "else " : "")}to object to until then, {read}."
                : $"Nothing {(accepted > 0 ? "else " : "")}to object to as far as authentication goes{OfProblems(configurations.Sum(each => each.Problems.Length))}, {read}.";
        }

        var more = findings.Count == 1 ? "" : $", and {findings.Count - 1} more {(findings.Count == 2 ? "finding" : "findings")}";
        return $"{worst.Check.Title}{(worst.Directives is [var first, ..] ? $" ({first.Place})" : "")}{more}, {read}.";
    }

    // What was not read may be what lets everybody in.
    private static string OfProblems(int count) => count switch
    {
        0 => "",
        1 => " and it could be read: at one place it could not be",
        _ => string.Create(CultureInfo.InvariantCulture, $" and it could be read: at {count} places it could not be"),
    };
}

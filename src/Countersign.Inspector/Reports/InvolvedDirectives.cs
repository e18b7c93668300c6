using Countersign.Inspector.Lint;

namespace Countersign.Inspector.Reports;

/// <summary>The directives of a finding with the blocks they stand in, and nothing else of the configuration.</summary>
internal static class InvolvedDirectives
{
    /// <summary>Each with its depth, a block before what stands in it, in the order of the text within a file.</summary>
    public static IEnumerable<(int Depth, Directive Directive)> Of(LintFinding finding)
    {
        var involved = finding.Directives.SelectMany(directive => directive.Lineage()).ToHashSet();
        return finding.Directives.Select(directive => directive.Lineage().Last()).Distinct().SelectMany(root => Below(root, 0, involved));
    }

    private static IEnumerable<(int Depth, Directive Directive)> Below(Directive at, int depth, HashSet<Directive> involved) =>
        at.Children.Where(involved.Contains).SelectMany(child => Below(child, depth + 1, involved)).Prepend((depth, at));
}

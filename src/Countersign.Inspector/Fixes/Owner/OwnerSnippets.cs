using System.Collections.Immutable;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Fixes.Owner;

/// <summary>Code and configuration by which owners mend what was found: one file to a remedy and framework, in Snippets.</summary>
internal static class OwnerSnippets
{
    /// <summary>The snippet of a remedy for a framework; null where that can't do it by itself.</summary>
    public static string? Of(Remedy remedy, Framework framework)
    {
        using var stream = typeof(OwnerSnippets).Assembly.GetManifestResourceStream($"Snippets/{remedy.Name}/{framework.Name}");
        if (stream is null)
            return null;
        using var text = new StreamReader(stream);
        return text.ReadToEnd().ReplaceLineEndings("\n").TrimEnd('\n');
    }

    /// <summary>The frameworks for which there is one.</summary>
    public static IEnumerable<Framework> For(Remedy remedy) => Framework.All.Where(framework => Of(remedy, framework) is not null);

    /// <summary>What an owner can do about the findings of an inspection, the gravest first.</summary>
    public static ImmutableArray<Remedy> RemediesOf(Inspection inspection) =>
    [
        .. inspection.Findings.Where(finding => finding is { Severity: > Severity.Good, Certainty: not Certainty.NotDecided }).OrderByDescending(finding => finding.Severity)
            .Select(finding => finding.Check.Remedy).OfType<Remedy>().Distinct(),
    ];
}

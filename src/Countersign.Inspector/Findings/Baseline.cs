using System.Collections.Frozen;
using Countersign.Inspector.Crawl;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Lint;

namespace Countersign.Inspector.Findings;

/// <summary>
/// Findings that somebody accepted: they are shown no more and fail nothing. A file has one to a line, its fingerprint first; what follows is for people, as
/// is what stands behind <c>#</c>.
/// </summary>
/// <param name="fingerprints">The fingerprints.</param>
public sealed class Baseline(IEnumerable<string> fingerprints)
{
    private readonly FrozenSet<string> _fingerprints = fingerprints.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Reads a file; null where a line has no fingerprint.</summary>
    /// <param name="text">What stands in it.</param>
    /// <param name="problem">The first line that is none; null where all are.</param>
    public static Baseline? Read(string text, out ReadingProblem? problem)
    {
        ArgumentNullException.ThrowIfNull(text);
        var (fingerprints, number) = (new List<string>(), 0);
        foreach (var line in text.Split('\n'))
        {
            number++;
            var row = line.Split('#')[0].Trim();
            if (row.Length == 0)
                continue;
            var fingerprint = row.Split(' ')[0];
            if (fingerprint.Length != 16 || !fingerprint.All(char.IsAsciiHexDigitLower))
            {
                problem = new(number, 1, "A line of a baseline begins with the 16 hex digits of a finding.");
                return null;
            }

            fingerprints.Add(fingerprint);
        }

        problem = null;
        return new(fingerprints);
    }

    /// <summary>The lines that accept all findings of an inspection that matter.</summary>
    public static string Write(Inspection inspection)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        return Write(inspection.Findings.Where(finding => finding.Severity > Severity.Good)
            .Select(finding => $"{Fingerprint.Of(finding, inspection.Recording)} {finding.Check.Id} {Fingerprint.Place(finding, inspection.Recording)}"));
    }

    /// <summary>The lines that accept all findings of configurations that matter.</summary>
    internal static string Write(IEnumerable<LintedConfiguration> configurations) =>
        Write(configurations.SelectMany(each => each.Findings).Where(finding => finding.Severity > Severity.Good)
            .Select(finding => $"{Fingerprint.Of(finding)} {finding.Check.Id} {(finding.Directives is [var first, ..] ? $"{first.Place.File} {first.Text}" : "")}"));

    /// <summary>The lines that accept all findings of a site that matter.</summary>
    internal static string Write(SiteInspection inspection) =>
        Write(inspection.Findings.Where(found => found.Finding.Severity > Severity.Good)
            .Select(found => $"{Fingerprint.Of(found, inspection.Site)} {found.Finding.Check.Id} {Fingerprint.Place(found, inspection.Site)}"));

    /// <summary>An inspection without the findings that were accepted.</summary>
    public Inspection Without(Inspection inspection)
    {
        ArgumentNullException.ThrowIfNull(inspection);
        var left = inspection.Findings.RemoveAll(finding => _fingerprints.Contains(Fingerprint.Of(finding, inspection.Recording)));
        return inspection with { Findings = left, Accepted = inspection.Findings.Length - left.Length };
    }

    /// <summary>A configuration without the findings that were accepted.</summary>
    internal LintedConfiguration Without(LintedConfiguration configuration)
    {
        var left = configuration.Findings.RemoveAll(finding => _fingerprints.Contains(Fingerprint.Of(finding)));
        return configuration with { Findings = left, Accepted = configuration.Findings.Length - left.Length };
    }

    /// <summary>A site without the findings that were accepted.</summary>
    internal SiteInspection Without(SiteInspection inspection)
    {
        var left = inspection.Findings.RemoveAll(found => _fingerprints.Contains(Fingerprint.Of(found, inspection.Site)));
        return inspection with { Findings = left, Accepted = inspection.Findings.Length - left.Length };
    }

    private static string Write(IEnumerable<string> rows) =>
        string.Concat(rows.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(row => $"{new string([.. row.Select(c => char.IsControl(c) || c == '#' ? '?' : c)])}\n"));
}

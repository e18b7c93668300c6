using System.Collections.Immutable;
using Countersign.Inspector.Checks.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Crawl;

/// <summary>A site with all that was found in it.</summary>
/// <param name="Site">The site.</param>
/// <param name="Findings">What was found, the worst first.</param>
/// <param name="Pages">How many pages were asked for.</param>
/// <param name="Requests">How many requests that took.</param>
internal sealed record SiteInspection(Site Site, ImmutableArray<SiteFinding> Findings, int Pages, int Requests)
{
    // What the answers of a site say is judged as that of any exchange, where one answer is enough to tell.
    private static readonly string[] Areas = ["challenge", "basic", "digest", "bearer"];

    /// <summary>How many findings were accepted before, and are none of these.</summary>
    public int Accepted { get; init; }

    /// <summary>Whether everything that was found was asked for.</summary>
    public bool IsComplete => Site.End == CrawlEnd.Complete;

    /// <summary>Whether as much of the site was seen as was wanted.</summary>
    public bool IsSeen => Site.End is not (CrawlEnd.Stopped or CrawlEnd.Unreachable or CrawlEnd.Forbidden) && !HasNoPage && !IsElsewhere;

    /// <summary>Whether there was nothing to go through, for the start is no page: a misspelt address must not pass for a sound site.</summary>
    public bool HasNoPage => Pages <= 1 && Site.First.Visit is { Outcome: VisitOutcome.Other, Status: >= 400 } or { Outcome: VisitOutcome.NoAnswer or VisitOutcome.Open, Trouble: not null };

    /// <summary>Whether the start does nothing but lead to another site.</summary>
    public bool IsElsewhere => Pages <= 1 && Site.LeadsElsewhere is not null;

    /// <summary>Judges a site.</summary>
    public static SiteInspection Of(Site site, Confirmation confirmation, int pages, int requests, TimeProvider clock)
    {
        confirmation.Read();
        var view = new SiteView(site, confirmation, clock.GetUtcNow());
        var findings = SiteCheckCatalogue.All.SelectMany(check => check.Judge(view)).Concat(OfExchanges(confirmation));
        return new(site, [.. findings.OrderByDescending(found => found.Finding.Severity).ThenByDescending(found => found.Count)], pages, requests);
    }

    private static IEnumerable<SiteFinding> OfExchanges(Confirmation confirmation)
    {
        var recording = confirmation.Recording;
        return Inspection.Of(recording).Findings
            .Where(finding => finding.Severity >= Severity.Warning && Areas.Contains(finding.Check.Area, StringComparer.Ordinal))
            .GroupBy(finding => (finding.Check.Id, finding.Message))
            .Select(group => new SiteFinding(
                group.First() with { Evidence = [.. group.SelectMany(finding => finding.Evidence.Select(evidence => evidence with { Part = $"{recording.Exchanges[evidence.Exchange].Request?.Url} {evidence.Part}", Exchange = -1 })).Take(SiteView.MaxExamples)] },
                "",
                group.Count()));
    }
}

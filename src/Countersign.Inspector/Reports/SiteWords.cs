using System.Globalization;
using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Reports;

/// <summary>Words for reports on sites.</summary>
internal static class SiteWords
{
    /// <summary>What a crawl comes to, in a sentence or two.</summary>
    public static string Verdict(SiteInspection inspection)
    {
        var site = inspection.Site;
        if (site.End == CrawlEnd.Unreachable)
            return $"{site.Shown(site.First)} can't be reached: {site.First.Visit?.Trouble}.";
        if (site.End == CrawlEnd.Forbidden)
            return $"{site.Shown(site.First)} was not asked for: {site.First.Visit?.Trouble}.";
        if (inspection.IsElsewhere)
            return $"{site.Shown(site.First)} leads to {site.LeadsElsewhere}, which is another site. Crawl that by its own address.";
        if (inspection.HasNoPage)
            return site.First.Visit is { Status: < 400, Trouble: { } trouble } ? $"The page at {site.Shown(site.First)} could not be read: {trouble}. There is no other to begin with." : $"{site.Shown(site.First)} is answered with {site.First.Visit!.Status}: there is no page to begin with.";
        var (errors, warnings) = (Count(inspection, Severity.Error), Count(inspection, Severity.Warning));
        var asked = $"{Number(inspection.Pages, "page was", "pages were")} asked for in {Number(inspection.Requests, "request", "requests")}";
        if (inspection.Findings.FirstOrDefault(found => found.Finding.Check.Id == "crawl/whole-site-refused") is { } whole)
            return $"{whole.Finding.Message} {asked}.";
        return errors + warnings == 0
            ? $"{asked}, and nothing {(inspection.Accepted > 0 ? "else " : "")}that strangers need is refused."
            : $"{asked}. {Number(errors, "error", "errors")}, {Number(warnings, "warning", "warnings")}: {inspection.Findings[0].Finding.Message}";
    }

    /// <summary>What a reader of the report must know of the crawl itself.</summary>
    public static IEnumerable<string> Notes(SiteInspection inspection)
    {
        var site = inspection.Site;
        if (site.End is CrawlEnd.Unreachable or CrawlEnd.Forbidden)
            yield break;
        var waiting = site.Places.Count(place => place.Visit is null);
        if (site.End != CrawlEnd.Complete)
            yield return $"This is not all of the site: {Of(site.End)}, and {Number(waiting, "address was", "addresses were")} not asked for.";
        if (inspection.Accepted > 0)
            yield return ReportWords.Accepted(inspection.Accepted);
        if (site.Places.Count(place => place.Visit is { Outcome: VisitOutcome.LeftOut }) is > 0 and var forbidden)
            yield return $"{Number(forbidden, "address was", "addresses were")} left out, since robots.txt forbids {(forbidden == 1 ? "it" : "them")}.";
        foreach (var (shape, count) in site.Traps.LeftOut.OrderByDescending(pair => pair.Value).Take(5))
            yield return $"Addresses like {shape} lead to ever more of their kind; {count} were left out.";
        if (site.TooDeep > 0)
            yield return $"{Number(site.TooDeep, "link led", "links led")} deeper than the crawl goes.";
        if (site.TooMany > 0)
            yield return $"{Number(site.TooMany, "address was", "addresses were")} too many to be remembered.";
        foreach (var group in site.Places.Where(place => place is { Visit: { Outcome: VisitOutcome.NoAnswer, IsPrivate: false, Trouble: not null } }).GroupBy(place => place.Visit!.Trouble!).OrderByDescending(group => group.Count()).Take(5))
            yield return $"{Number(group.Count(), "address", "addresses")} without an answer: {group.Key}, such as {site.Shown(group.First())}.";
        foreach (var group in site.Places.Where(place => place is { Visit: { Status: > 0, Trouble: not null } }).GroupBy(place => place.Visit!.Trouble!).OrderByDescending(group => group.Count()).Take(5))
            yield return $"{Number(group.Count(), "address was", "addresses were")} given up: {group.Key}, such as {site.Shown(group.First())}.";
    }

    /// <summary>Why it ended.</summary>
    public static string Of(CrawlEnd end) => end switch
    {
        CrawlEnd.Stopped => "it was stopped",
        CrawlEnd.Pages => "it met the bound of its pages",
        CrawlEnd.Requests => "it met the bound of its requests",
        CrawlEnd.Octets => "it met the bound of what it reads",
        CrawlEnd.Time => "it met the bound of its time",
        _ => "it is complete",
    };

    public static string Code(CrawlEnd end) => end switch
    {
        CrawlEnd.Complete => "complete",
        CrawlEnd.Stopped => "stopped",
        CrawlEnd.Pages => "max-pages",
        CrawlEnd.Requests => "max-requests",
        CrawlEnd.Octets => "max-octets",
        CrawlEnd.Time => "max-time",
        CrawlEnd.Unreachable => "unreachable",
        _ => "forbidden",
    };

    /// <summary>A word for programs on what it comes to.</summary>
    public static string Outcome(SiteInspection inspection) => inspection.Site.End switch
    {
        CrawlEnd.Unreachable => "unreachable",
        CrawlEnd.Forbidden => "forbidden",
        _ when inspection.IsElsewhere => "elsewhere",
        _ when inspection.HasNoPage => "no-page",
        _ when inspection.Findings.Any(found => found.Finding.Check.Id == "crawl/whole-site-refused") => "refused",
        _ => Count(inspection, Severity.Error) + Count(inspection, Severity.Warning) > 0 ? "findings" : "clean",
    };

    public static int Count(SiteInspection inspection, Severity severity) => inspection.Findings.Count(found => found.Finding.Severity == severity);

    public static string Number(int count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}

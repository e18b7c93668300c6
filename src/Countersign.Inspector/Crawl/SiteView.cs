using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Crawl;

/// <summary>A site as checks look at it.</summary>
/// <param name="site">The site.</param>
/// <param name="confirmation">The causes of refusals, and what came of asking again.</param>
/// <param name="now">The time of now.</param>
internal sealed class SiteView(Site site, Confirmation confirmation, DateTimeOffset now)
{
    public const int MaxExamples = 5;

    public Site Site => site;

    public Confirmation Confirmation => confirmation;

    public DateTimeOffset Now => now;

    /// <summary>The causes that hold for everybody.</summary>
    public IEnumerable<RefusalCause> Causes => confirmation.Causes.Where(cause => cause.Holds);

    /// <summary>Whether strangers see no page at all. Then that is what is wrong, and not what follows from it.</summary>
    public bool IsWhole { get; } = site.Places.Count > 0 && site.First.Visit is { IsRefused: true } && !site.Places.Any(place => place is { IsOwn: true, Visit: { Outcome: VisitOutcome.Open, IsHtml: true, AsksForPassword: false } });

    /// <summary>Whether the site refuses what is not there, too: then a refusal does not say that anything is.</summary>
    public bool RefusesNowhere => site.Nowhere?.Visit?.IsRefused == true;

    /// <summary>A place with its answer, and who wants it.</summary>
    public Evidence Seen(Place place, LinkKind? kind = null)
    {
        var visit = place.Visit!;
        var answer = visit.Trouble is { } trouble && visit.Status == 0 ? trouble : visit.IsRefused ? RefusalWords.Of(visit) : $"{visit.Status}";
        var from = (kind is { } wanted ? place.PublicUse(wanted) : place.Uses.Find(use => use.IsPublic) ?? place.Uses.FirstOrDefault())?.From;
        return new(place.Number, "status", from is [var first, ..] ? $"{site.Shown(place)}: {answer}; from {site.Shown(site.At(first))}" : $"{site.Shown(place)}: {answer}");
    }
}

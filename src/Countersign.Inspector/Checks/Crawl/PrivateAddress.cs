using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class PrivateAddress : SiteCheck
{
    public override CheckRow Row { get; } = new(
        "crawl/private-address",
        Severity.Warning,
        "Open pages use addresses of a private network",
        "Visitors can't reach them, and browsers ask whether the page may look into the visitor's own network. The crawl has not asked either.",
        Requirement.Practice,
        Fault.Origin,
        "Use addresses that everybody can reach.");

    public override IEnumerable<SiteFinding> Judge(SiteView view)
    {
        // Of a site that is inside itself, that is no fault.
        List<Place> places = [.. view.Site.Places.Where(place => place is { Visit.IsPrivate: true } && place.Uses.Exists(use => use.IsPublic))];
        if (places.Count > 0)
            yield return Found(view, $"Open pages use {places.Count} {(places.Count == 1 ? "address" : "addresses")} of a private network, which {(places.Count == 1 ? "was" : "were")} not asked.", "", places);
    }
}

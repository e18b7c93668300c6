using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class AssetsOpen : SiteCheck
{
    public override CheckRow Row { get; } = new(
        "crawl/assets-open",
        Severity.Good,
        "Open pages have what they use",
        "Visitors and crawlers see the pages as they are meant.",
        Requirement.Practice,
        Fault.Nobody,
        "");

    public override IEnumerable<SiteFinding> Judge(SiteView view)
    {
        List<Place> used = [.. view.Site.Places.Where(place => place is { IsOwn: true, Visit: not null } && place.Uses.Exists(use => use.IsPublic && use.Kind.IsEmbedded()))];
        if (used.Count > 0 && !used.Exists(place => place.Visit!.IsRefused))
            yield return Found(view, $"{used.Count} {(used.Count == 1 ? "thing" : "things")} that open pages use {(used.Count == 1 ? "was asked for, and is not" : "were asked for, and none is")} refused.", "", []) with { Count = used.Count };
    }
}

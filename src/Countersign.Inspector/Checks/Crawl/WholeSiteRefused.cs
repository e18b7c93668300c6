using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class WholeSiteRefused : SiteCheck
{
    public override CheckRow Row { get; } = new(
        "crawl/whole-site-refused",
        Severity.Info,
        "The whole site is refused to strangers",
        "Nothing that crawlers, previews and monitors see of the site says anything else. That may be meant so.",
        Requirement.Practice,
        Fault.Nobody,
        "None where that is meant. Credentials for the crawl let it see what lies behind.");

    public override IEnumerable<SiteFinding> Judge(SiteView view)
    {
        if (!view.IsWhole || !view.Site.First.Visit!.IsRefused || view.Confirmation.Causes.Exists(cause => !cause.Holds && cause.Places.Contains(view.Site.First)))
            yield break;
        List<Place> refused = [.. view.Site.Places.Where(place => place is { IsOwn: true, Visit.IsRefused: true })];
        var robots = view.Site.RobotsPlace is { Visit.IsRefused: true } ? " robots.txt is refused as well, which some crawlers take for a site that allows everything." : "";
        yield return Found(view, $"{view.Site.Shown(view.Site.First)} is answered with {RefusalWords.Of(view.Site.First.Visit!)}, and no page is open.{robots}", "", refused);
    }
}

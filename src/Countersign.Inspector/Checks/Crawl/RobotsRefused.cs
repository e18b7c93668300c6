using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class RobotsRefused : SiteCheck
{
    public override CheckRow Row { get; } = new(
        "crawl/robots-refused",
        Severity.Error,
        "robots.txt is refused",
        "Crawlers read that in three ways that contradict each other: RFC 9309 and Google take it for a site without rules and crawl everything; Python's urllib.robotparser takes it for a site that forbids everything; Nutch and StormCrawler leave it to a setting for 403. No rule that stands in the file counts for any of them.",
        new("RFC 9309 §2.3"),
        Fault.Origin,
        "Answer /robots.txt with 200 for everybody; where there are no rules, with an empty file or 404.");

    public override IEnumerable<SiteFinding> Judge(SiteView view)
    {
        // Where all is refused, that is said once.
        if (view.IsWhole || view.Site.RobotsPlace is not { Visit: { IsRefused: true } visit } robots)
            yield break;
        var reading = visit.Outcome switch
        {
            VisitOutcome.ToLogin => "Crawlers follow to the page to sign in and read its HTML as rules, of which there are none: they crawl everything.",
            VisitOutcome.Forbidden => "Google and RFC 9309 crawl everything, Python's urllib.robotparser nothing, Nutch and StormCrawler what http.robots.403.allow says.",
            _ => "Google and RFC 9309 crawl everything, Python's urllib.robotparser nothing.",
        };
        yield return Found(view, $"robots.txt is answered with {RefusalWords.Of(visit)}. {reading}", "", [robots]);
    }
}

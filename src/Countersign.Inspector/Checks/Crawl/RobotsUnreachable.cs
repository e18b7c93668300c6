using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class RobotsUnreachable : SiteCheck
{
    public override CheckRow Row { get; } = new(
        "crawl/robots-unreachable",
        Severity.Warning,
        "robots.txt fails",
        "Crawlers must take that for a site that forbids everything, and after some days drop its pages.",
        new("RFC 9309 §2.3.1.4", "MUST"),
        Fault.Origin,
        "Answer /robots.txt with 200, or with 404 where there are no rules.");

    public override IEnumerable<SiteFinding> Judge(SiteView view)
    {
        if (view.Site.RobotsPlace is { Visit: { Status: 429 or >= 500 } visit } robots)
            yield return Found(view, $"robots.txt is answered with {visit.Status}: crawlers ask for nothing.", "", [robots]);
        else if (view.Site.RobotsPlace is { Visit: { Outcome: VisitOutcome.NoAnswer, Trouble: { } trouble } } silent)
            yield return Found(view, $"robots.txt is not answered ({trouble}): crawlers ask for nothing.", "", [silent]);
    }
}

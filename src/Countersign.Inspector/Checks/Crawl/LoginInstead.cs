using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class LoginInstead : SiteCheck
{
    public override CheckRow Row { get; } = new(
        "crawl/login-instead",
        Severity.Info,
        "Links of open pages end at a page to sign in",
        "People expect that. Crawlers and monitors see 200 behind the redirect and take the page to sign in for the page that they asked for.",
        Requirement.Practice,
        Fault.Origin,
        "Mark such links rel=\"nofollow\", keep them out of sitemaps, and answer programs with 401.");

    public override IEnumerable<SiteFinding> Judge(SiteView view) =>
        view.IsWhole ? [] : view.Causes.Where(cause => cause.Outcome == VisitOutcome.ToLogin)
            .SelectMany(cause => cause.Places.Where(place => place.IsUsedAs(LinkKind.Page) || place.IsUsedAs(LinkKind.Form)), (cause, place) => (cause.How, Place: place))
            .GroupBy(refused => refused.How, refused => refused.Place, StringComparer.Ordinal)
            .Select(group => Found(view, $"{LinkKind.Page.Words(group.Count())} that open pages lead to {(group.Count() == 1 ? "sends" : "send")} strangers to a page to sign in: {group.Key}.", "", [.. group], LinkKind.Page));
}

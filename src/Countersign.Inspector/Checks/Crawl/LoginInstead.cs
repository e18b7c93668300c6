using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class LoginInstead : RefusedUse
{
    public override CheckRow Row { get; } = new(
        "crawl/login-instead",
        Severity.Info,
        "Links of open pages end at a page to sign in",
        "People expect that. Crawlers and monitors see 200 behind the redirect and take the page to sign in for the page that they asked for.",
        Requirement.Practice,
        Fault.Origin,
        "Mark such links rel=\"nofollow\", keep them out of sitemaps, and answer programs with 401.");

    protected override IReadOnlyList<LinkKind> Kinds { get; } = [LinkKind.Page, LinkKind.Form];

    protected override string Message(SiteView view, RefusalCause cause, string what, IReadOnlyList<Place> places) =>
        $"{what} that open pages lead to send strangers to a page to sign in: {cause.How}.";

    protected override bool Includes(SiteView view, Place place) => place.Visit!.Outcome is VisitOutcome.ToLogin;
}

using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class ProtectedLinked : RefusedUse
{
    public override CheckRow Row { get; } = new(
        "crawl/protected-linked",
        Severity.Warning,
        "Open pages lead to what is refused",
        "Visitors follow a link and stand before a dialog or an error, where a page could have asked them to sign in.",
        Requirement.Practice,
        Fault.Origin,
        "Send people who are not signed in to a page where they can, or show the link to those alone who may follow it.");

    protected override IReadOnlyList<LinkKind> Kinds { get; } = [LinkKind.Page, LinkKind.Form];

    protected override string Message(SiteView view, string where, string how, string what, IReadOnlyList<Place> places) =>
        $"Open pages lead to {what} that {Are(places)} refused at {where}: {how}.";

    // A redirect to a page to sign in is how it should be.
    protected override bool Includes(SiteView view, Place place) => place.Visit!.Outcome is not VisitOutcome.ToLogin && !LoginPlaces.IsLogin(place.Url.AbsoluteUri);
}

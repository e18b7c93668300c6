using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class IconRefused : RefusedUse
{
    public override CheckRow Row { get; } = new(
        "crawl/icon-refused",
        Severity.Warning,
        "The icon of the site is refused",
        "Browsers ask for it on every visit, and show none. Where it is refused by 401, the log and the alarms fill with it.",
        Requirement.Practice,
        Fault.Origin,
        "Open the icon for everybody, such as /favicon.ico.");

    protected override IReadOnlyList<LinkKind> Kinds { get; } = [LinkKind.Icon];

    protected override string Message(SiteView view, string where, string how, string what, IReadOnlyList<Place> places) =>
        $"{what} {Are(places)} refused at {where}: {how}.";

    // Where nobody names it, and the site refuses what is not there as well, nobody knows that it is there.
    protected override bool Includes(SiteView view, Place place) => !(view.RefusesNowhere && place.Url.AbsolutePath == "/favicon.ico");
}

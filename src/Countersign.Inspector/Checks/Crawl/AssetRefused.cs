using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class AssetRefused : RefusedUse
{
    public override CheckRow Row { get; } = new(
        "crawl/asset-refused",
        Severity.Error,
        "Open pages use what is refused",
        "Browsers show the page without its style, its pictures or its script. Whoever looks while signed in sees nothing of it.",
        Requirement.Practice,
        Fault.Origin,
        "Open the place for everybody, or move what open pages need out of it.");

    protected override IReadOnlyList<LinkKind> Kinds { get; } = [LinkKind.Stylesheet, LinkKind.Script, LinkKind.Font, LinkKind.Image, LinkKind.Media, LinkKind.Frame];

    protected override string Message(SiteView view, string where, string how, string what, IReadOnlyList<Place> places) =>
        $"{what} of open pages {Are(places)} refused at {where}: {how}.";

    protected override bool Includes(SiteView view, Place place) => !NativePrompt.IsOne(view, place);

    // Other origins may refuse the crawler alone, and whatever sends no name of a browser.
    protected override Severity SeverityOf(SiteView view, RefusalCause cause, IReadOnlyList<Place> places) => cause.Places[0].IsOwn ? Severity.Error : Severity.Warning;
}

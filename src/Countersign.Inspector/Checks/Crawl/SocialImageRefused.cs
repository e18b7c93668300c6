using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class SocialImageRefused : RefusedUse
{
    public override CheckRow Row { get; } = new(
        "crawl/social-image-refused",
        Severity.Warning,
        "The preview image of open pages is refused",
        "Whoever shares a link shows the image beside it, and fetches it without credentials: links to the page stand without a picture everywhere.",
        Requirement.Practice,
        Fault.Origin,
        "Open the images that og:image, twitter:image and JSON-LD name.");

    protected override IReadOnlyList<LinkKind> Kinds { get; } = [LinkKind.SocialImage];

    protected override string Message(SiteView view, string where, string how, string what, IReadOnlyList<Place> places) =>
        $"{what} of open pages {Are(places)} refused at {where}: {how}.";
}

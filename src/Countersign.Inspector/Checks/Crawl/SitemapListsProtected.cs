using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class SitemapListsProtected : RefusedUse
{
    public override CheckRow Row { get; } = new(
        "crawl/sitemap-lists-protected",
        Severity.Error,
        "The sitemap lists what is refused",
        "Search engines ask for each address of a sitemap. Those that are refused are reported as errors of the site, and cost of what they are willing to ask for.",
        new("sitemaps.org"),
        Fault.Origin,
        "Take what is not for everybody out of the sitemap, or open it.");

    protected override IReadOnlyList<LinkKind> Kinds { get; } = [LinkKind.Listed];

    protected override string Message(SiteView view, string where, string how, string what, IReadOnlyList<Place> places) =>
        $"The sitemap lists {what} that {Are(places)} refused at {where}: {how}.";
}

using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class SitemapRefused : RefusedUse
{
    public override CheckRow Row { get; } = new(
        "crawl/sitemap-refused",
        Severity.Error,
        "A sitemap is refused",
        "Search engines ask without credentials. They don't learn which pages there are.",
        new("sitemaps.org"),
        Fault.Origin,
        "Open the sitemap: it lists what is open anyway.");

    protected override IReadOnlyList<LinkKind> Kinds { get; } = [LinkKind.Sitemap];

    protected override string Message(SiteView view, string where, string how, string what, IReadOnlyList<Place> places) =>
        $"{what} {Are(places)} refused at {where}: {how}.";

    // That somebody names it says that it is there; the usual address may hold nothing.
    protected override bool Includes(SiteView view, Place place) => !view.RefusesNowhere || place.Uses.Exists(use => use.Kind == LinkKind.Sitemap && use.From.Exists(from => view.Site.At(from).Kind is LinkKind.Sitemap or LinkKind.Guess));
}

using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class FeedRefused : RefusedUse
{
    public override CheckRow Row { get; } = new(
        "crawl/feed-refused",
        Severity.Error,
        "A feed that open pages name is refused",
        "Feed readers ask without credentials and can't sign in: nobody can subscribe.",
        Requirement.Practice,
        Fault.Origin,
        "Open the feed, or take its link out of open pages.");

    protected override IReadOnlyList<LinkKind> Kinds { get; } = [LinkKind.Feed];

    protected override string Message(SiteView view, string where, string how, string what, IReadOnlyList<Place> places) =>
        $"{what} that open pages name {Are(places)} refused at {where}: {how}.";
}

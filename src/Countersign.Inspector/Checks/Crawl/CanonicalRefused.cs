using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class CanonicalRefused : RefusedUse
{
    public override CheckRow Row { get; } = new(
        "crawl/canonical-refused",
        Severity.Warning,
        "Open pages name an address of theirs that is refused",
        "Search engines take the canonical address, or that of another language, for the page itself. They ask for it, are refused, and drop the page.",
        Requirement.Practice,
        Fault.Origin,
        "Name an address that is open, or open it.");

    protected override IReadOnlyList<LinkKind> Kinds { get; } = [LinkKind.Canonical, LinkKind.Alternate];

    protected override string Message(SiteView view, string where, string how, string what, IReadOnlyList<Place> places) =>
        $"{what} of open pages {Are(places)} refused at {where}: {how}.";
}

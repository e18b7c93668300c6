using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class PreloadRefused : RefusedUse
{
    public override CheckRow Row { get; } = new(
        "crawl/preload-refused",
        Severity.Warning,
        "Open pages preload what is refused",
        "The browser asks early for what it is then denied: each visit costs a request that can't succeed, and what was to be early never comes.",
        Requirement.Practice,
        Fault.Origin,
        "Open what is preloaded, or preload it on pages alone that may use it.");

    protected override IReadOnlyList<LinkKind> Kinds { get; } = [LinkKind.Preload];

    protected override string Message(SiteView view, string where, string how, string what, IReadOnlyList<Place> places) =>
        $"{what} of open pages {Are(places)} refused at {where}: {how}.";

    // What is also used is told of there.
    protected override bool Includes(SiteView view, Place place) => !place.Uses.Exists(use => use.IsPublic && use.Kind.IsEmbedded());
}

using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class OpenSourceMap : SiteCheck
{
    public override CheckRow Row { get; } = new(
        "crawl/open-source-map",
        Severity.Warning,
        "What a refused script was made of is open",
        "The source map holds the source of the script, and often more than the script itself: who may not have the one gets the other.",
        Requirement.Practice,
        Fault.Origin,
        "Refuse *.map as well, or do not put the maps on the server.");

    public override IEnumerable<SiteFinding> Judge(SiteView view) =>
        view.Confirmation.OpenMaps.Select(open => Found(view, $"{view.Site.Shown(open.Place)} is refused, and its source map {view.Site.Shown(open.Map)} is open.", "", [open.Place]));
}

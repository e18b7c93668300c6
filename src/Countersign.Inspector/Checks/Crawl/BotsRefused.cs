using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class BotsRefused : SiteCheck
{
    public override CheckRow Row { get; } = new(
        "crawl/bots-refused",
        Severity.Warning,
        "What is open to browsers is refused to programs",
        "A rule that goes by the name in User-Agent keeps out search engines, previews of links and monitors, and nobody who gives a false name.",
        Requirement.Practice,
        Fault.Proxy,
        "Go by addresses and behaviour rather than names, and let those crawlers in that are wanted.");

    public override IEnumerable<SiteFinding> Judge(SiteView view) =>
        view.Confirmation.Causes.Where(cause => cause is { Second: SecondLook.OpenToBrowsers } && cause.Places[0].IsOwn)
            .Select(cause => Found(view, $"{cause.Places.Count} {(cause.Places.Count == 1 ? "address is" : "addresses are")} refused at {cause.Where} with {cause.How}, and answered to the same question in the name of a browser.", cause.Where, [.. cause.Places]));
}

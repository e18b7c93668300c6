using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Causes;
using Countersign.Inspector.Crawl.Contents;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Crawl;

internal sealed class OpenInCache : SiteCheck
{
    public override CheckRow Row { get; } = new(
        "crawl/open-in-cache",
        Severity.Error,
        "A cache gives strangers what the server refuses",
        "A shared cache has kept a page that needs credentials, and gives it to everybody.",
        new("RFC 9111 §3.5", "MUST NOT"),
        Fault.Proxy,
        "Send Cache-Control: private or no-store with answers that need credentials, by a cookie as well, and empty the cache.");

    public override IEnumerable<SiteFinding> Judge(SiteView view) =>
        view.Confirmation.OpenInCache.Count == 0 ? [] : [Found(view, "Pages that a shared cache has answered are refused as soon as it has to ask the server.", "", view.Confirmation.OpenInCache)];
}

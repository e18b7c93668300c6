using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Network;
using Xunit;

namespace Countersign.Inspector.Tests.Crawl;

/// <summary>Crawls in tests: without pauses, but for those that are asked for.</summary>
internal static class Crawling
{
    public static CrawlOptions Options(Uri start) => new() { Start = start, Pause = TimeSpan.Zero, Connections = 4, Timeout = TimeSpan.FromSeconds(10) };

    public static Task<SiteInspection> OfAsync(TestSite site, Func<CrawlOptions, CrawlOptions>? how = null) => OfAsync(site.Url, how);

    public static async Task<SiteInspection> OfAsync(Uri start, Func<CrawlOptions, CrawlOptions>? how = null, Func<HttpMessageHandler, HttpMessageHandler>? signIn = null, CancellationToken? cancel = null)
    {
        var options = how?.Invoke(Options(start)) ?? Options(start);
        using var network = CrawlNetwork.Create(options);
        using var signedIn = signIn?.Invoke(network);
        return await new SiteCrawl(options, network, signedIn, TimeProvider.System).RunAsync(null, cancel ?? TestContext.Current.CancellationToken);
    }

    /// <summary>What was found that matters, as ids.</summary>
    public static IEnumerable<string> Ids(SiteInspection inspection) =>
        inspection.Findings.Where(found => found.Finding.Severity > Findings.Severity.Good).Select(found => found.Finding.Check.Id).Order(StringComparer.Ordinal);
}

using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Sites;
using Xunit;

namespace Countersign.Inspector.Tests.Crawl;

public sealed class PlantedSiteTests
{
    [Fact]
    public async Task Finds_nothing_in_a_site_in_which_nothing_is_wrong()
    {
        var (site, images) = await PlantedSite.StartAsync();
        await using var _ = site;
        await using var __ = images;

        var inspection = await Crawling.OfAsync(site.Url, options => options with { AllowsPrivate = true });

        var findings = string.Join('\n', inspection.Findings.Where(found => found.Finding.Severity > Findings.Severity.Good).Select(found => $"{found.Finding.Check.Id}: {found.Finding.Message}"));
        Assert.True(findings.Length == 0, findings);
        Assert.Equal(CrawlEnd.Complete, inspection.Site.End);
        Assert.InRange(inspection.Pages, PlantedSite.Articles, PlantedSite.Articles + 20);
        Assert.Contains("crawl/assets-open", inspection.Findings.Select(found => found.Finding.Check.Id));
        Assert.DoesNotContain("/hidden/x", site.Paths);
        Assert.Contains("/hidden/open", site.Paths);
        Assert.Contains("/from-sitemap", site.Paths);
        Assert.DoesNotContain(site.Asked, asked => asked.Method != "GET");
    }

    [Fact]
    public async Task Finds_each_fault_once_for_each_cause_and_nothing_else()
    {
        var (site, images) = await PlantedSite.StartAsync();
        await using var _ = site;
        await using var __ = images;
        PlantedSite.Plant(site, images);

        var inspection = await Crawling.OfAsync(site.Url, options => options with { AllowsPrivate = true });

        string[] expected =
        [
            $"asset-refused error likely 1 {site.Url}app.js",
            $"asset-refused error likely 20 addresses like {site.Url}type1/a.woff2",
            $"asset-refused error proved 40 {site.Url}guarded-img/",
            $"asset-refused warning likely 2 {images.Url}walled/",
            $"bots-refused warning proved 1 {site.Url}for-browsers.png",
            $"call-refused warning proved 1 {site.Url}members/",
            $"canonical-refused warning proved 1 {site.Url}members/",
            $"feed-refused error likely 1 {site.Url}old/feed.atom",
            $"icon-refused warning proved 1 {site.Url}members/",
            "login-as-success warning likely 3",
            "login-instead info proved 2",
            $"manifest-refused warning proved 1 {site.Url}members/",
            $"native-prompt error proved 20 {site.Url}staff-css/",
            "open-in-cache error proved 1",
            "open-source-map warning proved 1",
            $"preload-refused warning proved 1 {site.Url}members/",
            $"protected-linked warning proved 1 {site.Url}members/",
            $"signed-address-expired warning proved 1 {site.Url}members/",
            $"sitemap-lists-protected error proved 2 {site.Url}members/",
            $"sitemap-refused error proved 1 {site.Url}members/",
            $"social-image-refused warning proved 2 {site.Url}members/",
            $"well-known-refused warning likely 2 {site.Url}.well-known/",
        ];
        var actual = inspection.Findings.Where(found => found.Finding.Severity > Findings.Severity.Good).Select(Line).ToList();
        var differences = string.Join('\n', expected.Except(actual, StringComparer.Ordinal).Select(line => $"missing: {line}").Concat(actual.Except(expected, StringComparer.Ordinal).Select(line => $"too much: {line}")));
        Assert.True(differences.Length == 0, differences);
        Assert.Equal(expected.Length, actual.Count);
    }

    private static string Line(SiteFinding found) =>
        $"{found.Finding.Check.Id.Replace("crawl/", "", StringComparison.Ordinal)} {found.Finding.Severity.ToString().ToLowerInvariant()} {found.Finding.Certainty.ToString().ToLowerInvariant()} {found.Count} {found.Cause}".TrimEnd();
}

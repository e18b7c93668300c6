using System.Text;
using Countersign.Inspector.Crawl.Robots;
using Xunit;

namespace Countersign.Inspector.Tests.Crawl;

public sealed class RobotsFileTests
{
    [Theory]
    [InlineData("User-agent: *\nDisallow: /a", "/a/b", false)]
    [InlineData("User-agent: *\nDisallow: /a", "/b", true)]
    [InlineData("User-agent: *\nDisallow: /a", "/robots.txt", true)]
    [InlineData("User-agent: *\nDisallow: /", "/robots.txt", true)]
    [InlineData("User-agent: *\nDisallow:", "/a", true)]
    [InlineData("user-agent : countersign\r\ndisallow : /a # why\r\n", "/a", false)]
    [InlineData("User-agent: Countersign/2.0\nDisallow: /a", "/a", false)]
    [InlineData("User-agent: CountersignBot\nDisallow: /a", "/a", true)]
    [InlineData("User-agent: *\nDisallow: /\n\nUser-agent: Countersign\nDisallow: /a", "/b", true)]
    [InlineData("User-agent: Countersign\n\nUser-agent: *\nDisallow: /", "/b", false)]
    [InlineData("User-agent: Countersign\nAllow: /\nUser-agent: *\nDisallow: /", "/b", true)]
    [InlineData("User-agent: x\nUser-agent: Countersign\nDisallow: /a", "/a", false)]
    [InlineData("User-agent: Countersign\nDisallow: /a\n\nUser-agent: x\nDisallow: /\n\nUser-agent: Countersign\nDisallow: /b", "/b", false)]
    [InlineData("Disallow: /", "/a", true)]
    [InlineData("User-agent: *\nAllow: /example/page/\nDisallow: /example/page/disallowed.gif", "/example/page/disallowed.gif", false)]
    [InlineData("User-agent: *\nAllow: /a\nDisallow: /a", "/a", true)]
    [InlineData("User-agent: *\nDisallow: /*.gif$", "/x/y.gif", false)]
    [InlineData("User-agent: *\nDisallow: /*.gif$", "/x/y.gif?z", true)]
    [InlineData("User-agent: *\nDisallow: /a*b*c", "/axxbxxcxx", false)]
    [InlineData("User-agent: *\nDisallow: /a*b*c", "/axxcxxb", true)]
    [InlineData("User-agent: *\nDisallow: /a%3cd.html", "/a%3Cd.html", false)]
    [InlineData("User-agent: *\nDisallow: /%7Ejoe", "/~joe/x", false)]
    [InlineData("User-agent: *\nDisallow: /ツ", "/%E3%83%84", false)]
    [InlineData("User-agent: *\nDisallow: /a?b", "/a?b=c", false)]
    [InlineData("\uFEFFUser-agent: *\nDisallow: /a", "/a", false)]
    [InlineData("<!DOCTYPE html><p>User-agent: *", "/a", true)]
    public void Decides_as_the_specification_says(string file, string path, bool allows) =>
        Assert.Equal(allows, RobotsFile.Read(Encoding.UTF8.GetBytes(file), "Countersign").Allows(new($"https://www.example.org{path}")));

    [Fact]
    public void Knows_sitemaps_and_pauses_wherever_they_stand()
    {
        var robots = RobotsFile.Read("Sitemap: https://www.example.org/1.xml\nUser-agent: *\nCrawl-delay: 2.5\nSitemap: /2.xml"u8, "Countersign");

        Assert.Equal(["https://www.example.org/1.xml", "/2.xml"], robots.Sitemaps);
        Assert.Equal(TimeSpan.FromSeconds(2.5), robots.CrawlDelay);
    }

    [Fact]
    public void A_pattern_of_stars_is_matched_in_one_go() =>
        Assert.True(RobotsFile.Read(Encoding.UTF8.GetBytes($"User-agent: *\nDisallow: /{string.Concat(Enumerable.Repeat("*a", 5000))}b"), "Countersign").Allows(new($"https://www.example.org/{new string('a', 2000)}")));
}

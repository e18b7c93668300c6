using System.Text;
using Countersign.Inspector.Reports;
using Xunit;

namespace Countersign.Inspector.Tests.Crawl;

/// <summary>What a crawl makes of the page that it begins with: where that is none, or can't be read, nothing was seen of the site.</summary>
public sealed class CrawlStartTests : IAsyncLifetime
{
    private TestSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await TestSite.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData(404)]
    [InlineData(500)]
    public async Task A_start_that_is_no_page_does_not_pass_for_a_sound_site(int status)
    {
        _site.Answer("/", context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });

        var inspection = await Crawling.OfAsync(_site);

        Assert.False(inspection.IsSeen);
        Assert.Equal("no-page", SiteWords.Outcome(inspection));
        Assert.EndsWith($"is answered with {status}: there is no page to begin with.", SiteWords.Verdict(inspection), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("breaks off", "the connection ended before the answer did")]
    [InlineData("zstd", "a content whose coding is not read here")]
    [InlineData("gzip", "a content whose coding is broken")]
    [InlineData("utf-32", "a page whose charset is not read here")]
    [InlineData("utf-7", "a page whose charset is not read here")]
    [InlineData("x-odd", "a page whose charset is not read here")]
    public async Task A_start_that_could_not_be_read_does_not_pass_for_a_sound_site(string how, string trouble)
    {
        _site.Answer("/", async context =>
        {
            context.Response.ContentType = how is "breaks off" or "zstd" or "gzip" ? "text/html" : $"text/html; charset={how}";
            if (how is "zstd" or "gzip")
                context.Response.Headers.ContentEncoding = how;
            if (how == "breaks off")
                context.Response.ContentLength = 500;
            await context.Response.Body.WriteAsync(how == "utf-32" ? Encoding.UTF32.GetBytes("<a href=/next>x</a>") : how is "utf-7" or "x-odd" ? "+ADw-a href=/next+AD4-x"u8.ToArray() : "<a href=/next>x</a>"u8.ToArray());
        });

        var inspection = await Crawling.OfAsync(_site);

        Assert.False(inspection.IsSeen);
        Assert.Equal("no-page", SiteWords.Outcome(inspection));
        Assert.EndsWith($" could not be read: {trouble}. There is no other to begin with.", SiteWords.Verdict(inspection), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("utf-16", false)]
    [InlineData("utf-16", true)]
    [InlineData("utf-8", true)]
    [InlineData("x-odd", false)]
    [InlineData("koi8-r", true)]
    public async Task The_links_of_a_page_are_read_whatever_charset_it_names(string charset, bool isUtf16)
    {
        _site.Page("/next", "fine").Answer("/", async context =>
        {
            context.Response.ContentType = $"text/html; charset={charset}";
            await context.Response.Body.WriteAsync((isUtf16 ? Encoding.Unicode : Encoding.UTF8).GetBytes("<html><a href=/next>x</a></html>"));
        });

        await Crawling.OfAsync(_site);

        Assert.Contains("/next", _site.Paths);
    }
}

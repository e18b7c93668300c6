using System.IO.Compression;
using System.Text.Json;
using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Network;
using Countersign.Inspector.Crawl.Sites;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Inspector.Tests.Crawl;

/// <summary>Where a crawl goes, where it stops, and what it never does.</summary>
public sealed class SiteCrawlTests : IAsyncLifetime
{
    private readonly string _state = Path.Combine(Path.GetTempPath(), $"{Path.GetRandomFileName()}.crawl");
    private TestSite _site = null!;

    public async ValueTask InitializeAsync() => (_site = await TestSite.StartAsync()).Content("/icon.png", "image/png").Page("/", "Hello.");

    public ValueTask DisposeAsync()
    {
        File.Delete(_state);
        return _site.DisposeAsync();
    }

    [Fact]
    public async Task Ends_in_a_calendar_without_end_and_says_so()
    {
        _site.Page("/", "<a href=/calendar/2026/1>Calendar</a>").Guard(path => path.StartsWith("/calendar/", StringComparison.Ordinal), context =>
        {
            var parts = context.Request.Path.Value!.Split('/');
            var (year, month) = (int.Parse(parts[2], null), int.Parse(parts[3], null));
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync(string.Concat(Enumerable.Range(1, 12).Select(i => $"<a href=/calendar/{year + (i % 3)}/{month + i}>x</a>")));
        });

        var inspection = await Crawling.OfAsync(_site, options => options with { MaxAlike = 40 });

        Assert.Equal(CrawlEnd.Complete, inspection.Site.End);
        Assert.InRange(inspection.Pages, 40, 45);
        Assert.Equal(["/calendar/#/#"], inspection.Site.Traps.LeftOut.Keys);
        Assert.Contains(Reports.Notes(inspection), note => note.Contains("/calendar/#/#", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_relative_link_that_makes_a_path_ever_longer_is_not_followed_for_ever()
    {
        _site.Page("/", "<a href=/a/>a</a>").Guard(path => path.StartsWith("/a/", StringComparison.Ordinal), context =>
        {
            context.Response.ContentType = "text/html";
            return context.Response.WriteAsync("<a href='a/'>again</a>");
        });

        Assert.InRange((await Crawling.OfAsync(_site)).Pages, 2, 6);
    }

    [Fact]
    public async Task Goes_no_further_than_it_may()
    {
        for (var i = 0; i < 60; i++)
            _site.Page($"/{(char)('a' + (i % 26))}{i}", $"<a href=/{(char)('a' + ((i + 1) % 26))}{i + 1}>next</a>");
        _site.Page("/", "<a href=/a0>first</a>");

        var deep = await Crawling.OfAsync(_site, options => options with { MaxDepth = 10 });
        var many = await Crawling.OfAsync(_site, options => options with { MaxPages = 7, MaxDepth = 1000 });

        Assert.Equal((11, 1, CrawlEnd.Complete), (deep.Pages, deep.Site.TooDeep, deep.Site.End));
        Assert.Equal((7, CrawlEnd.Pages), (many.Pages, many.Site.End));
    }

    [Theory]
    [InlineData("/loop", "redirects in a circle")]
    [InlineData("/long/0", "more than 10 redirects")]
    [InlineData("/headers", "fields of more than 64 KiB")]
    [InlineData("/broken", "a content whose coding is broken")]
    public async Task What_a_hostile_server_sends_is_bounded_and_told(string path, string trouble)
    {
        _site.Page("/", $"<a href={path}>x</a>").Guard(each => each.StartsWith(path, StringComparison.Ordinal) || each.StartsWith("/long/", StringComparison.Ordinal), context =>
        {
            switch (path)
            {
                case "/loop":
                    context.Response.Redirect("/loop?" + (context.Request.QueryString.Value == "?a" ? "b" : "a"));
                    break;
                case "/long/0":
                    context.Response.Redirect($"/long/{int.Parse(context.Request.Path.Value![6..], null) + 1}");
                    break;
                case "/headers":
                    for (var i = 0; i < 200; i++)
                        context.Response.Headers.Append($"X-{i}", new string('a', 50_000));
                    break;
                default:
                    context.Response.ContentType = "text/html";
                    context.Response.Headers.ContentEncoding = "gzip";
                    return context.Response.WriteAsync("no gzip at all");
            }

            return Task.CompletedTask;
        });

        var inspection = await Crawling.OfAsync(_site);

        Assert.Equal([], Crawling.Ids(inspection));
        Assert.Contains(Reports.Notes(inspection), note => note.Contains(trouble, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_content_that_grows_without_end_is_read_to_its_bound()
    {
        _site.Page("/", "<a href=/bomb>x</a>").Content("/robots.txt", "text/plain", "Sitemap: /bomb.xml.gz").Answer("/bomb", context => BombAsync(context, isCoded: true)).Answer("/bomb.xml.gz", context => BombAsync(context, isCoded: false));

        var inspection = await Crawling.OfAsync(_site, options => options with { MaxContent = 100_000 });

        Assert.Equal(CrawlEnd.Complete, inspection.Site.End);
        Assert.Contains(inspection.Site.Places, place => place.Url.AbsolutePath == "/first" && place.Visit is not null);
    }

    [Fact]
    public async Task Other_origins_are_asked_once_for_what_pages_embed_and_see_no_credentials()
    {
        await using var other = await TestSite.StartAsync();
        other.Content("/a.png", "image/png").Guard("/closed.png", "Basic realm=\"other\"");
        _site.Guard("/", "Basic realm=\"site\"").Page("/", $"<a href={other.Url}page>Elsewhere</a><img src={other.Url}a.png><img src={other.Url}closed.png><iframe src={other.Url}frame></iframe><a href=/out>x</a><img src=/out.png>");
        foreach (var path in (string[])["/out", "/out.png"])
        {
            _site.Answer(path, context =>
            {
                context.Response.Redirect($"{other.Url}{(path == "/out" ? "landed" : "a.png")}");
                return Task.CompletedTask;
            });
        }

        await Crawling.OfAsync(_site.Url, options => options with { AllowsPrivate = true }, network => new Anna(network));

        Assert.All(other.Asked, asked => Assert.Equal("", asked.Authorization));
        Assert.DoesNotContain(other.Paths, path => path is "/page" or "/frame" or "/landed");
        Assert.Single(other.Asked, asked => asked is { Path: "/a.png", Method: "HEAD" });
        Assert.Contains(_site.Asked, asked => asked.Authorization.Length > 0);
    }

    [Fact]
    public async Task By_default_one_connection_is_used_and_requests_keep_apart()
    {
        _site.Page("/", string.Concat(Enumerable.Range(0, 6).Select(i => $"<img src=/{i}.png>")));
        var usual = new CrawlOptions { Start = _site.Url };

        await Crawling.OfAsync(_site, options => options with { Connections = usual.Connections });

        Assert.Equal(TimeSpan.FromSeconds(0.5), usual.Pause);
        Assert.Single(_site.Asked.Select(asked => asked.Connection).Distinct(StringComparer.Ordinal));
        Assert.All(_site.Asked, asked => Assert.StartsWith("Countersign/", asked.Agent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_is_asked_again_only_after_its_pause()
    {
        var clock = new StoppedClock();
        using var pace = new HostPace(TimeSpan.FromSeconds(2), 1, clock);
        await pace.EnterAsync(TestContext.Current.CancellationToken);
        pace.Leave();

        var second = pace.EnterAsync(TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);
        Assert.Equal(TimeSpan.FromSeconds(2), clock.Waits);
        clock.Go(TimeSpan.FromSeconds(2));
        await second;
        pace.Leave();

        pace.Hold(TimeSpan.FromHours(1));
        clock.Go(TimeSpan.FromSeconds(2));
        var third = pace.EnterAsync(TestContext.Current.CancellationToken);
        Assert.Equal(TimeSpan.FromSeconds(58), clock.Waits);
        clock.Go(TimeSpan.FromSeconds(58));
        await third;
    }

    [Fact]
    public async Task Goes_on_where_it_was_stopped_and_finds_the_same()
    {
        for (var i = 0; i < 30; i++)
            _site.Page($"/p{i}", $"<img src=/closed/{i}.png><a href=/p{i + 1}>next</a>");
        _site.Page("/", "<a href=/p0>x</a><a href='/p1?token=abcdef0123456789'>y</a>").Guard("/closed/", "Bearer realm=\"x\"");
        var whole = await Crawling.OfAsync(_site, options => options with { MaxDepth = 100 });
        var before = _site.Asked.Count;

        var part = await Crawling.OfAsync(_site, options => options with { MaxDepth = 100, MaxPages = 10, StateFile = _state });
        Assert.Equal(CrawlEnd.Pages, part.Site.End);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_state));
        var rest = await Crawling.OfAsync(_site, options => options with { MaxDepth = 100, StateFile = _state });

        Assert.Equal(CrawlEnd.Complete, rest.Site.End);
        Assert.False(File.Exists(_state));
        Assert.Equal((whole.Pages, whole.Findings[0].Finding.Message, whole.Findings[0].Count), (rest.Pages, rest.Findings[0].Finding.Message, rest.Findings[0].Count));
        Assert.All(_site.Asked.Skip(before).Where(asked => asked.Path.StartsWith("/p", StringComparison.Ordinal)).GroupBy(asked => asked.Path), group => Assert.Single(group));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("no JSON")]
    [InlineData("""{"form":1,"start":"https://other.example/","origins":[],"places":[{"url":"https://other.example/"}]}""")]
    [InlineData("""{"form":1,"start":"START","origins":[],"places":[{"url":"START","uses":[{"kind":"Page","isPublic":true,"count":1,"from":[7]}]}]}""")]
    [InlineData("""{"form":1,"start":"START","origins":["https://elsewhere.example"],"places":[{"url":"file:///etc/passwd"}]}""")]
    public async Task A_file_that_keeps_no_crawl_of_this_site_is_refused_and_left_alone(string text)
    {
        var kept = text.Replace("START", _site.Url.AbsoluteUri, StringComparison.Ordinal);
        await File.WriteAllTextAsync(_state, kept, TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<InvalidDataException>(() => Crawling.OfAsync(_site, options => options with { StateFile = _state }));

        Assert.Equal(kept, await File.ReadAllTextAsync(_state, TestContext.Current.CancellationToken));
        Assert.Empty(_site.Asked);
    }

    [Fact]
    public async Task Stopped_it_reports_what_there_is_and_can_go_on()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _site.Page("/", "<img src=/closed/a.png><img src=/closed/b.png><a href=/slow>x</a>").Guard("/closed/", "Bearer realm=\"x\"").Answer("/slow", async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });

        var inspection = await Crawling.OfAsync(_site.Url, options => options with { StateFile = _state, Connections = 1, Guesses = false }, cancel: stop.Token);

        Assert.Equal(CrawlEnd.Stopped, inspection.Site.End);
        Assert.Equal(["crawl/asset-refused"], Crawling.Ids(inspection));
        Assert.Contains(Reports.Notes(inspection), note => note.Contains("it was stopped, and 1 address was not asked for", StringComparison.Ordinal));
        Assert.Contains("/slow", JsonDocument.Parse(await File.ReadAllTextAsync(_state, TestContext.Current.CancellationToken)).RootElement.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_start_that_leads_to_another_site_is_not_taken_for_it()
    {
        await using var other = await TestSite.StartAsync();
        _site.Answer("/", context =>
        {
            context.Response.Redirect(other.Url.AbsoluteUri.Replace("127.0.0.1", "localhost", StringComparison.Ordinal));
            return Task.CompletedTask;
        });

        var inspection = await Crawling.OfAsync(_site, options => options with { AllowsPrivate = true });

        Assert.Empty(other.Asked);
        Assert.StartsWith("http://localhost:", inspection.Site.LeadsElsewhere, StringComparison.Ordinal);
        Assert.False(inspection.IsSeen);
    }

    private static async Task BombAsync(HttpContext context, bool isCoded)
    {
        context.Response.ContentType = isCoded ? "text/html" : "application/gzip";
        if (isCoded)
            context.Response.Headers.ContentEncoding = "gzip";
        using var octets = new MemoryStream();
        await using (var zip = new GZipStream(octets, CompressionLevel.Fastest, leaveOpen: true))
        {
            await zip.WriteAsync("<a href=/first>x</a><urlset><url><loc>/listed</loc></url>"u8.ToArray());
            var zeros = new byte[64 * 1024];
            for (var i = 0; i < 500; i++)
                await zip.WriteAsync(zeros);
        }

        await context.Response.Body.WriteAsync(octets.ToArray());
    }

    private static class Reports
    {
        public static IEnumerable<string> Notes(SiteInspection inspection) => Inspector.Reports.SiteWords.Notes(inspection);
    }
}

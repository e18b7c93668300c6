using Countersign.Inspector.Checks.Crawl;
using Countersign.Inspector.Crawl.Sites;
using Countersign.Inspector.Findings;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Inspector.Tests.Crawl;

/// <summary>What the planted site does not show, and what is no fault though it looks like one.</summary>
public sealed class SiteCheckTests : IAsyncLifetime
{
    private TestSite _site = null!;

    public async ValueTask InitializeAsync() => (_site = await TestSite.StartAsync()).Content("/icon.png", "image/png").Page("/", "Hello.");

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public void Every_check_has_a_name_of_its_own_that_is_its_folder_and_file()
    {
        var rows = SiteCheckCatalogue.All.Select(check => (check.Row.Id, Name: string.Concat(check.Row.Id["crawl/".Length..].Split('-').Select(word => char.ToUpperInvariant(word[0]) + word[1..])), Type: check.GetType().Name)).ToList();

        Assert.All(rows, row => Assert.Equal(row.Name, row.Type));
        Assert.Equal(rows.Count, rows.Select(row => row.Id).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(typeof(SiteCheck).Assembly.GetTypes().Where(type => !type.IsAbstract && typeof(SiteCheck).IsAssignableFrom(type)).Select(type => type.Name).Order(StringComparer.Ordinal), rows.Select(row => row.Type).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(401, "Python's urllib.robotparser nothing")]
    [InlineData(403, "http.robots.403.allow")]
    [InlineData(302, "read its HTML as rules")]
    public async Task Says_how_crawlers_read_a_refused_robots_file(int status, string reading)
    {
        _site.Guard(path => path == "/robots.txt", context =>
        {
            context.Response.StatusCode = status;
            if (status == 401)
                context.Response.Headers.WWWAuthenticate = "Bearer realm=\"x\"";
            if (status == 302)
                context.Response.Headers.Location = "/login?return=/robots.txt";
            return Task.CompletedTask;
        });

        var inspection = await Crawling.OfAsync(_site);

        var found = Assert.Single(inspection.Findings, found => found.Finding.Severity > Severity.Good);
        Assert.Equal(("crawl/robots-refused", Severity.Error), (found.Finding.Check.Id, found.Finding.Severity));
        Assert.Contains(reading, found.Finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(429)]
    public async Task Asks_for_nothing_where_robots_txt_fails_and_says_so(int status)
    {
        _site.Status("/robots.txt", status);

        var inspection = await Crawling.OfAsync(_site);

        Assert.Equal(["crawl/robots-unreachable"], Crawling.Ids(inspection));
        Assert.Equal(CrawlEnd.Forbidden, inspection.Site.End);
        Assert.Equal(["/", "/robots.txt"], _site.Paths);
        Assert.Equal(CrawlEnd.Complete, (await Crawling.OfAsync(_site, options => options with { IgnoresRobots = true })).Site.End);
    }

    [Fact]
    public async Task Says_once_that_a_whole_site_is_refused()
    {
        _site.Guard("/", "Basic realm=\"Staging\"");

        var inspection = await Crawling.OfAsync(_site);

        var found = Assert.Single(inspection.Findings);
        Assert.Equal("crawl/whole-site-refused", found.Finding.Check.Id);
        Assert.Contains("robots.txt is refused as well", found.Finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_site_that_sends_strangers_to_a_page_to_sign_in_is_refused_as_a_whole()
    {
        _site.Guard(path => path != "/login", context =>
        {
            context.Response.Redirect("/login");
            return Task.CompletedTask;
        }).Page("/login", "<form><input type=password></form><img src=/logo.png>");

        Assert.Equal(["crawl/whole-site-refused"], Crawling.Ids(await Crawling.OfAsync(_site)));
    }

    [Fact]
    public async Task Where_whatever_is_not_there_is_refused_guesses_prove_nothing()
    {
        _site.Guard(path => path is not ("/" or "/robots.txt" or "/icon.png"), context => TestSite.RefuseAsync(context, "Bearer realm=\"x\""));

        Assert.Equal([], Crawling.Ids(await Crawling.OfAsync(_site)));
    }

    [Fact]
    public async Task An_icon_that_nobody_names_is_asked_for_as_browsers_do()
    {
        _site.Content("/", "text/html", "<p>No icon.").Guard("/favicon.ico", "Bearer realm=\"x\"");

        Assert.Equal(["crawl/icon-refused"], Crawling.Ids(await Crawling.OfAsync(_site)));
    }

    [Fact]
    public async Task Addresses_of_private_networks_are_told_of_and_not_asked()
    {
        await using var inside = await TestSite.StartAsync();
        _site.Page("/", $"<img src=http://10.11.12.13/inside.png><img src=http://169.254.169.254/latest/meta-data/><img src={inside.Url}x.png><img src=/to-inside>")
            .Answer("/to-inside", context =>
            {
                context.Response.Redirect($"{inside.Url}secret");
                return Task.CompletedTask;
            });

        var inspection = await Crawling.OfAsync(_site);

        Assert.Equal(["crawl/private-address"], Crawling.Ids(inspection));
        Assert.Empty(inside.Asked);
        Assert.Contains("use 4 addresses", inspection.Findings[0].Finding.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refusal_that_does_not_last_is_none()
    {
        var times = 0;
        _site.Page("/", "<img src=/once.png>").Answer("/once.png", context =>
        {
            context.Response.StatusCode = Interlocked.Increment(ref times) == 1 ? 403 : 200;
            return Task.CompletedTask;
        });

        Assert.Equal([], Crawling.Ids(await Crawling.OfAsync(_site)));
    }

    [Fact]
    public async Task Judges_the_challenges_of_the_site_as_those_of_any_exchange()
    {
        _site.Page("/", "<a href=/x/1>1</a><a href=/x/2>2</a>").Guard("/x/", "Basic realm=Staff");

        Assert.Equal(["challenge/realm-unquoted", "crawl/protected-linked"], Crawling.Ids(await Crawling.OfAsync(_site)));
    }

    [Fact]
    public async Task A_manifest_of_a_page_behind_a_sign_in_needs_the_word_in_its_link()
    {
        _site.Page("/", "<a href=/members/ rel=next>Members</a>", "<link rel=next href=/members/>")
            .Guard("/members/", "Bearer realm=\"x\"")
            .Page("/members/", "<img src=/members/a.png>", "<link rel=manifest href=/members/site.webmanifest>").Content("/members/a.png", "image/png").Content("/members/site.webmanifest", "application/manifest+json", "{}");

        var inspection = await Crawling.OfAsync(_site.Url, signIn: network => new Anna(network));
        Assert.Equal(["crawl/manifest-refused", "crawl/protected-linked"], Crawling.Ids(inspection));

        _site.Page("/members/", "<img src=/members/a.png>", "<link rel=manifest href=/members/site.webmanifest crossorigin=use-credentials>");
        Assert.Equal(["crawl/protected-linked"], Crawling.Ids(await Crawling.OfAsync(_site.Url, signIn: network => new Anna(network))));
    }
}

using System.Net.Http.Headers;
using System.Text;
using Countersign.Inspector.Crawl;
using Countersign.Inspector.Crawl.Network;
using Countersign.Inspector.Findings;
using Countersign.Lab.Simulator.Sites;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>The site to crawl: a crawl finds exactly what its addresses say of themselves.</summary>
public sealed class SiteTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    [Fact]
    public async Task A_crawl_finds_what_is_wrong_by_its_own_word()
    {
        var inspection = await CrawlAsync(simulator.SiteUrl);

        Assert.Equal(SitePlaces.All.SelectMany(place => place.Provokes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), Found(inspection));
    }

    [Fact]
    public async Task A_crawl_of_the_folder_finds_all_but_what_belongs_to_an_origin()
    {
        var inspection = await CrawlAsync(new(simulator.Url, "site/"));

        Assert.Equal(SitePlaces.All.Where(place => !place.IsOfOrigin).SelectMany(place => place.Provokes).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal), Found(inspection));
    }

    [Fact]
    public async Task A_crawl_finds_nothing_wrong_where_nothing_is() => Assert.Empty(Found(await CrawlAsync(new(simulator.Url, "site/right/"))));

    [Fact]
    public async Task Those_with_the_password_get_to_what_is_refused_to_strangers()
    {
        var inspection = await CrawlAsync(simulator.SiteUrl, network => new Password { InnerHandler = network });

        Assert.All(inspection.Site.Places.Where(place => place.Url.AbsolutePath.StartsWith("/members/", StringComparison.Ordinal)), place => Assert.Equal(200, place.Visit!.SignedInStatus));
        Assert.Contains(inspection.Site.Places, place => place.Url.AbsolutePath == "/members/list");
    }

    [Fact]
    public async Task Has_every_address_of_the_catalogue_once() => await Task.WhenAll(SitePlaces.All.Select(async place =>
    {
        Assert.Single(SitePlaces.All, each => each.Path == place.Path);
        var answer = await new Asking(simulator.Url).AskAsync($"/site/{place.Path}");
        Assert.NotEqual(404, Asking.StatusOf(answer));
        Assert.Equal(place.Provokes.IsEmpty ? null : string.Join(", ", place.Provokes), Asking.FieldOf(answer, "Countersign-Checks"));
    }));

    [Fact]
    public async Task Leads_to_its_first_page_and_to_no_other_address()
    {
        Assert.Equal($"{simulator.Url}site/", Asking.FieldOf(await new Asking(simulator.Url).AskAsync("/site"), "Location"));
        Assert.Equal(404, Asking.StatusOf(await new Asking(simulator.SiteUrl).AskAsync("/status/200")));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Lets_people_sign_in_and_leads_them_back(bool isOrigin)
    {
        using var http = new HttpClient(new SocketsHttpHandler()) { BaseAddress = isOrigin ? simulator.SiteUrl : new(simulator.Url, "site/") };
        using var asked = await http.GetAsync("account", TestContext.Current.CancellationToken);
        using var form = new FormUrlEncodedContent([new("user", "anna"), new("password", "secret")]);
        using var signedIn = await http.PostAsync(asked.RequestMessage!.RequestUri, form, TestContext.Current.CancellationToken);

        Assert.Equal(new(http.BaseAddress, "account"), signedIn.RequestMessage!.RequestUri);
        Assert.Contains("Nothing was bought yet", await signedIn.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Found(SiteInspection inspection) =>
        inspection.Findings.Where(found => found.Finding.Severity > Severity.Good).Select(found => found.Finding.Check.Id).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static async Task<SiteInspection> CrawlAsync(Uri start, Func<HttpMessageHandler, HttpMessageHandler>? signIn = null)
    {
        var options = new CrawlOptions { Start = start, Pause = TimeSpan.Zero, Connections = 2, Timeout = TimeSpan.FromSeconds(10) };
        using var network = CrawlNetwork.Create(options);
        using var signedIn = signIn?.Invoke(network);
        return await new SiteCrawl(options, network, signedIn, TimeProvider.System).RunAsync(null, TestContext.Current.CancellationToken);
    }

    private sealed class Password : DelegatingHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes("anna:secret")));
            return base.SendAsync(request, cancellationToken);
        }
    }
}

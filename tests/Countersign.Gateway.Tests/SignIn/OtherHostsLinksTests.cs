using System.Net;
using System.Text.RegularExpressions;
using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.Gateway.Tests.Hosting;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>Who came from another host gets back there by every way in, whatever went wrong before.</summary>
public sealed partial class OtherHostsLinksTests : IAsyncLifetime
{
    private TestProvider _provider = null!;
    private RunningGateway _gateway = null!;
    private TestBrowser _app = null!;
    private TestBrowser _login = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _gateway = await SignInSite.StartAsync($$"""
            sign-in:
              host: login.test
              providers:
                corp: { type: oidc, issuer: "{{_provider.Url}}", client-id: app, client-secret: secret }
            schemes:
              people: { type: session, allow-cleartext: true }
            routes:
              - { name: app, match: { host: app.test, path: /** }, access: { any-of: [people] }, upstream: UPSTREAM }
            """);
        (_app, _login) = (new(_gateway, "app.test"), new(_gateway, "login.test"));
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Leads_back_by_the_provider_after_a_wrong_password()
    {
        var page = await SetOutAsync();

        var wrong = await _login.SubmitAsync(TestBrowser.AttemptOf(page), password: "wrong");

        Assert.Equal(401, wrong.Status);
        await ComesBackAsync(LinkIn(wrong, "/.countersign/sso/corp/start"));
    }

    [Fact]
    public async Task Leads_back_after_the_provider_said_no()
    {
        var link = LinkIn(await SetOutAsync(), "/.countersign/sso/corp/start");
        var declined = await _login.GetAsync("/.countersign/sso/corp/callback?error=access_denied&" + StateOf(await GoAsync(link)));

        Assert.Equal(403, declined.Status);
        await ComesBackAsync(LinkIn(declined, "/.countersign/sso/corp/start"));
        var form = await _login.GetAsync(LinkIn(declined, "/.countersign/login"));
        Assert.StartsWith("http://app.test/.countersign/ticket?t=", (await _login.SubmitAsync(TestBrowser.AttemptOf(form))).Field("Location"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leads_back_when_the_provider_could_not_be_reached()
    {
        var link = LinkIn(await SetOutAsync(), "/.countersign/sso/corp/start");
        _provider.Inner.Instead["/.well-known/openid-configuration"] = () => ProviderDouble.Text("", HttpStatusCode.ServiceUnavailable);

        var failed = await GoAsync(link);

        Assert.Equal(503, failed.Status);
        Assert.Contains("&for=", LinkIn(failed, "/.countersign/sso/corp/start"), StringComparison.Ordinal);
        Assert.Contains("&for=", LinkIn(failed, "/.countersign/login"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leads_back_when_a_sign_in_is_begun_anew()
    {
        await GoAsync(LinkIn(await SetOutAsync(), "/.countersign/sso/corp/start"));
        var services = _gateway.Host.Services;
        var clock = new MovedClock { Now = services.Clock.GetUtcNow() - TimeSpan.FromMinutes(21) };
        var left = new LoginState(
            "s", "corp", BrowserSecret.Read(_login.Cookies["countersign-sso"])!.Name, "/a", "http://login.test/.countersign/sso/corp/callback", clock.Now.ToUnixTimeSeconds(), [], null)
        {
            ForHost = "app.test",
            ForBrowser = AttemptBrowser.Read(_app.Cookies["countersign-attempt"])!.Hash,
        };
        var late = "/.countersign/sso/corp/callback?code=c&state=" + new LoginStates(services.Protection, clock).Write(left, isAgain: false);

        var again = await GoAsync(late);
        Assert.Equal(303, again.Status);
        await ComesBackAsync(again.Field("Location")!);

        var another = await new TestBrowser(_gateway, "login.test").GetAsync(late);
        Assert.DoesNotContain("for=", another.Field("Location"), StringComparison.Ordinal);
    }

    private async Task<Reply> SetOutAsync()
    {
        var sent = await _app.GetAsync((await _app.GetAsync("/a")).Field("Location")!);
        return await _login.GetAsync(new Uri(sent.Field("Location")!).PathAndQuery);
    }

    private async Task ComesBackAsync(string link)
    {
        var ended = await _login.GetAsync(CallbackOf(await GoAsync(link)));
        Assert.StartsWith("http://app.test/.countersign/ticket?t=", ended.Field("Location"), StringComparison.Ordinal);
        Assert.Equal("/a", (await _app.GetAsync(new Uri(ended.Field("Location")!).PathAndQuery)).Field("Location"));
    }

    private Task<Reply> GoAsync(string link) => _login.GetAsync(link, "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document");

    private string CallbackOf(Reply start) => "/.countersign/sso/corp/callback" + _provider.Inner.Authorize(new(start.Field("Location")!));

    private string StateOf(Reply start)
    {
        var query = System.Web.HttpUtility.ParseQueryString(new Uri(start.Field("Location")!).Query);
        return $"state={Uri.EscapeDataString(query["state"]!)}&iss={Uri.EscapeDataString(_provider.Url)}";
    }

    private static string LinkIn(Reply page, string path) => WebUtility.HtmlDecode(Links().Matches(page.Body).Select(link => link.Groups["to"].Value).First(to => to.StartsWith(path, StringComparison.Ordinal)));

    [GeneratedRegex("href=\"(?<to>[^\"]*)\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Links();
}

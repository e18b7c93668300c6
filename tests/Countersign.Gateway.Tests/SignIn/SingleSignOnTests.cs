using System.Net;
using System.Text.Json.Nodes;
using System.Web;
using Countersign.Decisions;
using Countersign.Gateway.Tests.Hosting;
using Countersign.TestKit;
using Xunit;

namespace Countersign.Gateway.Tests.SignIn;

/// <summary>Signing in at a provider from the outside: browser, gateway and provider.</summary>
public sealed class SingleSignOnTests : IAsyncLifetime
{
    private TestProvider _provider = null!;
    private RunningGateway _gateway = null!;
    private TestBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _gateway = await RunningGateway.StartAsync(Yaml());
        _browser = new(_gateway);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Signs_in_at_the_provider_and_leads_back_to_where_one_wanted_to_go()
    {
        var refused = await _browser.GetAsync("/staff/a?b=c");
        var page = await _browser.GetAsync(refused.Field("Location")!);
        Assert.Contains("href=\"/.countersign/sso/corp/start?return=%2Fstaff%2Fa%3Fb%3Dc\"", page.Body, StringComparison.Ordinal);
        Assert.Contains("Sign in with Corporate &amp; Co", page.Body, StringComparison.Ordinal);

        var start = await StartAsync(_browser, "/staff/a?b=c");
        Assert.Equal((303, "no-store"), (start.Status, start.Field("Cache-Control")));
        var callback = await _browser.GetAsync(CallbackOf(start));

        Assert.Equal((303, "/staff/a?b=c"), (callback.Status, callback.Field("Location")));
        Assert.Equal(200, (await _browser.GetAsync("/staff/a?b=c")).Status);
        Assert.Equal(("anna", "staff", "anna@example.org"), (_gateway.Upstream.Last.Field("X-Forwarded-User"), _gateway.Upstream.Last.Field("X-Forwarded-Groups"), _gateway.Upstream.Last.Field("X-Forwarded-Email")));
        Assert.Null(_gateway.Upstream.Last.Field("Cookie"));
    }

    [Fact]
    public async Task Gives_a_session_of_a_new_id_and_ends_the_one_that_was_presented()
    {
        await SignInAsync(_browser);
        var former = _browser.Session!;

        await SignInAsync(_browser);

        Assert.NotEqual(former, _browser.Session);
        var old = new TestBrowser(_gateway) { Cookies = { ["countersign"] = former } };
        Assert.Equal("session-signed-out", (await old.GetAsync("/staff/a", "Accept: application/json", "Sec-Fetch-Mode: cors")).Reason);
    }

    [Fact]
    public async Task Has_one_cookie_for_any_number_of_tabs_and_all_of_them_come_through()
    {
        var starts = new List<Reply>();
        for (var i = 0; i < 10; i++)
            starts.Add(await StartAsync(_browser, $"/staff/{i}"));
        Assert.Equal(["countersign-sso"], _browser.Cookies.Keys);

        foreach (var (start, i) in starts.Select((start, i) => (start, i)).Reverse())
            Assert.Equal($"/staff/{i}", (await _browser.GetAsync(CallbackOf(start))).Field("Location"));
    }

    [Theory]
    [InlineData("Sec-Fetch-Mode: cors")]
    [InlineData("X-Requested-With: XMLHttpRequest")]
    [InlineData("Sec-Purpose: prefetch")]
    public async Task Begins_nothing_for_what_is_no_navigation(string field)
    {
        var reply = await _browser.GetAsync("/.countersign/sso/corp/start?return=/staff/a", field);

        Assert.Equal((400, null), (reply.Status, reply.Field("Set-Cookie")));
    }

    [Theory]
    [InlineData("https://evil.example/")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    public async Task Leads_nobody_away(string target)
    {
        var start = await _browser.GetAsync("/.countersign/sso/corp/start?return=" + Uri.EscapeDataString(target));

        Assert.Equal("/", (await _browser.GetAsync(CallbackOf(start))).Field("Location"));
    }

    [Theory]
    [InlineData("/.countersign/sso/corp")]
    [InlineData("/.countersign/sso/other/start")]
    [InlineData("/.countersign/sso/corp/start/more")]
    [InlineData("/.countersign/back-channel-logout/other")]
    public async Task Knows_no_provider_that_is_not_configured(string path) => Assert.Equal(404, (await _browser.GetAsync(path)).Status);

    [Theory]
    [InlineData("access_denied", 403, "you declined at Corporate &amp; Co", Refusal.SignOnDeclined)]
    [InlineData("consent_required", 403, "to agree to something first", Refusal.SignOnInteractionNeeded)]
    [InlineData("temporarily_unavailable", 503, "can&#x27;t be reached at the moment", Refusal.SignOnUnavailable)]
    [InlineData("unauthorized_client", 502, "don&#x27;t understand each other", Refusal.SignOnRefused)]
    public async Task Says_on_the_page_what_went_wrong_and_the_way_on(string error, int status, string words, Refusal refusal)
    {
        var start = await StartAsync(_browser, "/staff/a");
        var state = HttpUtility.ParseQueryString(new Uri(start.Field("Location")!).Query)["state"]!;

        var reply = await _browser.GetAsync($"/.countersign/sso/corp/callback?error={error}&error_description=hunter2&state={Uri.EscapeDataString(state)}&iss={Uri.EscapeDataString(_provider.Url)}");

        Assert.Equal(status, reply.Status);
        Assert.Contains(words, reply.Body, StringComparison.Ordinal);
        Assert.Contains("/.countersign/sso/corp/start?return=%2Fstaff%2Fa\"", reply.Body, StringComparison.Ordinal);
        Assert.Contains("/.countersign/login?return=%2Fstaff%2Fa&amp;fresh=1\"", reply.Body, StringComparison.Ordinal);
        Assert.Contains(reply.Reference, reply.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter2", reply.Raw, StringComparison.Ordinal);
        var entry = await _gateway.JournalAsync(reply.Reference);
        Assert.Equal(refusal, entry.Refusal);
        Assert.DoesNotContain(state, _gateway.Log.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Begins_anew_by_itself_once_what_another_browser_began()
    {
        var begun = await StartAsync(new(_gateway), "/staff/a");

        var reply = await _browser.GetAsync(CallbackOf(begun));
        Assert.Equal((303, "/.countersign/sso/corp/start?again=1&return=%2Fstaff%2Fa"), (reply.Status, reply.Field("Location")));
        var again = await _browser.GetAsync(reply.Field("Location")!);
        _browser.Cookies.Clear();

        var ended = await _browser.GetAsync(CallbackOf(again));
        Assert.Equal((400, true), (ended.Status, ended.Body.Contains("begun in another browser", StringComparison.Ordinal)));
        Assert.Null(_browser.Session);
    }

    [Fact]
    public async Task Asks_for_as_strong_a_sign_in_as_the_route_wants()
    {
        await SignInAsync(_browser);
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);
        var refused = await _browser.GetAsync("/vault/a");
        Assert.Equal(303, refused.Status);

        var start = await StartAsync(_browser, "/vault/a");
        var query = HttpUtility.ParseQueryString(new Uri(start.Field("Location")!).Query);
        Assert.Equal(("gold", "300"), (query["acr_values"], query["max_age"]));
        Assert.Equal(403, (await _browser.GetAsync(CallbackOf(start))).Status);

        _provider.Inner.ChangeClaims = claims => claims["acr"] = "gold";
        await SignInAsync(_browser, "/vault/a");
        Assert.Equal(200, (await _browser.GetAsync("/vault/a")).Status);
    }

    [Fact]
    public async Task Lets_in_by_the_domain_of_a_verified_address_alone()
    {
        await SignInAsync(_browser);
        Assert.Equal(200, (await _browser.GetAsync("/mail/a")).Status);

        _provider.Inner.Person["email_verified"] = false;
        await SignInAsync(_browser);
        Assert.Equal(403, (await _browser.GetAsync("/mail/a")).Status);
    }

    [Theory]
    [InlineData("sid")]
    [InlineData("acr")]
    [InlineData("amr")]
    public async Task Signs_nobody_in_of_whom_the_provider_says_what_can_t_be_kept(string claim)
    {
        _provider.Inner.ChangeClaims = claims => claims[claim] = "a\0b";
        var start = await StartAsync(_browser, "/staff/a");

        var reply = await _browser.GetAsync(CallbackOf(start));

        Assert.Equal(403, reply.Status);
        Assert.Null(_browser.Session);
    }

    [Fact]
    public async Task Takes_nobody_of_the_provider_for_a_user_of_the_same_name_unless_told_to()
    {
        _provider.Inner.Person["sub"] = "anna";
        await SignInAsync(_browser);
        Assert.Equal(200, (await _browser.GetAsync("/staff/a")).Status);
        Assert.Equal("anna", _gateway.Upstream.Last.Field("X-Forwarded-User"));

        Assert.Equal(403, (await _browser.GetAsync("/annas/a")).Status);

        _gateway.Reload(Yaml().Replace("label: Corporate", "names-are-ours: true\n      label: Corporate", StringComparison.Ordinal));
        Assert.Equal(200, (await _browser.GetAsync("/annas/a")).Status);
    }

    [Fact]
    public async Task Keeps_the_claims_that_routes_ask_for()
    {
        _provider.Inner.Person["tenant"] = "blue";
        await SignInAsync(_browser);
        Assert.Equal(200, (await _browser.GetAsync("/blue/a")).Status);

        _provider.Inner.Person["tenant"] = "red";
        await SignInAsync(_browser);
        Assert.Equal(403, (await _browser.GetAsync("/blue/a")).Status);
    }

    [Fact]
    public async Task Ends_the_session_when_the_provider_says_that_somebody_signed_out()
    {
        await SignInAsync(_browser);
        var claims = _provider.Inner.Claims(null);
        foreach (var name in (string[])["nonce", "auth_time"])
            claims.Remove(name);
        claims["jti"] = "j1";
        claims["events"] = JsonNode.Parse("""{"http://schemas.openid.net/event/backchannel-logout":{}}""");
        var token = _provider.Inner.Sign(claims, "logout+jwt");

        var reply = await PostAsync("/.countersign/back-channel-logout/corp", ("logout_token", token));
        Assert.Equal((200, "no-store", ""), (reply.Status, reply.Field("Cache-Control"), reply.Body));
        Assert.Equal("session-revoked", (await _browser.GetAsync("/staff/a", "Accept: application/json", "Sec-Fetch-Mode: cors")).Reason);

        var replayed = await PostAsync("/.countersign/back-channel-logout/corp", ("logout_token", token));
        Assert.Equal((400, "no-store", "invalid_request"), (replayed.Status, replayed.Field("Cache-Control"), replayed.Json.GetProperty("error").GetString()));
        Assert.Equal(400, (await PostAsync("/.countersign/back-channel-logout/corp", ("token", token))).Status);
        Assert.Equal(405, (await _browser.GetAsync("/.countersign/back-channel-logout/corp")).Status);
    }

    [Fact]
    public async Task Sends_whoever_signs_out_on_to_the_provider()
    {
        await SignInAsync(_browser);

        var reply = await _browser.PostAsync("/.countersign/logout", []);

        Assert.Equal(200, reply.Status);
        var next = new Uri(reply.Field("Refresh")!["0; url=".Length..]);
        Assert.Equal(_provider.Url + "/logout", next.GetLeftPart(UriPartial.Path));
        Assert.Equal("http://gateway.test/staff/goodbye", HttpUtility.ParseQueryString(next.Query)["post_logout_redirect_uri"]);
        Assert.Contains(WebUtility.HtmlEncode(next.AbsoluteUri), reply.Body, StringComparison.Ordinal);
        Assert.Null(_browser.Session);
    }

    [Fact]
    public async Task Signs_out_here_whatever_becomes_of_the_provider()
    {
        await SignInAsync(_browser);
        await _provider.DisposeAsync();

        Assert.Equal(200, (await _browser.PostAsync("/.countersign/logout", [])).Status);
        Assert.Null(_browser.Session);
    }

    private string Yaml() => $$"""
        sign-in:
          users: store
          providers:
            corp:
              type: oidc
              label: Corporate & Co
              issuer: {{_provider.Url}}
              client-id: app
              client-secret: secret
              post-logout: /staff/goodbye
        schemes:
          people: { type: session, allow-cleartext: true }
        routes:
          - { name: staff, match: { path: /staff/** }, access: { any-of: [people] }, upstream: UPSTREAM }
          - { name: vault, match: { path: /vault/** }, access: { any-of: [people], acr: [gold], max-age: 5m }, upstream: UPSTREAM }
          - { name: mail, match: { path: /mail/** }, access: { any-of: [people], email-domains: [example.org] }, upstream: UPSTREAM }
          - { name: annas, match: { path: /annas/** }, access: { any-of: [people], users: [anna] }, upstream: UPSTREAM }
          - { name: blue, match: { path: /blue/** }, access: { any-of: [people], claims: { tenant: [blue] } }, upstream: UPSTREAM }
        """;

    private static Task<Reply> StartAsync(TestBrowser browser, string target) =>
        browser.GetAsync("/.countersign/sso/corp/start?return=" + Uri.EscapeDataString(target), "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document");

    private string CallbackOf(Reply start) => "/.countersign/sso/corp/callback" + _provider.Inner.Authorize(new(start.Field("Location")!));

    private async Task SignInAsync(TestBrowser browser, string target = "/staff/a") =>
        Assert.Equal(303, (await browser.GetAsync(CallbackOf(await StartAsync(browser, target)))).Status);

    /// <summary>As a provider does: without a browser's fields and cookies.</summary>
    private Task<Reply> PostAsync(string path, (string, string) field) => new TestBrowser(_gateway).PostBareAsync(path, [field]);
}

using System.Text.Json.Nodes;
using System.Web;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.AspNetCore.Tests.Doors.People;

/// <summary>Somebody else signs people in.</summary>
public sealed class SingleSignOnTests : IAsyncLifetime
{
    private TestProvider _provider = null!;
    private DoorApplication _app = null!;
    private DoorBrowser _browser = null!;

    public async ValueTask InitializeAsync()
    {
        _provider = await TestProvider.StartAsync();
        _app = await PeopleApplication.StartAsync(
            people =>
            {
                people.AddOpenIdConnect("corp", _provider.Url, "app", "secret", "Corporate & Co");
                people.AddProvider(new ProviderConfiguration("plain", new ClientConfiguration("app") { Secret = new Secret("secret") })
                {
                    IsOpenId = false,
                    AuthorizationEndpoint = new Uri(_provider.Url + "/authorize"),
                    TokenEndpoint = new Uri(_provider.Url + "/token"),
                    UserInfoEndpoint = new Uri(_provider.Url + "/me"),
                    Scopes = ["profile"],
                });
            },
            door =>
            {
                door.AddPolicy("fresh", policy => policy.AnyOf("people").SignIn(TimeSpan.FromMinutes(5), "phr"));
                door.AddPolicy("blue", policy => policy.AnyOf("people").Claim("tenant", "blue"));
                door.AddPolicy("mail", policy => policy.AnyOf("people").EmailDomains("example.org"));
                door.AddPolicy("anna", policy => policy.AnyOf("people").Emails("anna@elsewhere.example"));
            },
            app =>
            {
                app.MapGet("/fresh/{id:int}", () => "").RequireCountersign("fresh");
                app.MapGet("/blue", () => "").RequireCountersign("blue");
                app.MapGet("/mail", () => "").RequireCountersign("mail");
                app.MapGet("/anna", () => "").RequireCountersign("anna");
                app.MapGet("/groups", (HttpContext context) => $"{context.User.Identity!.Name} {context.User.IsInRole("staff")} {context.GetCountersign()!.Subject.Session!.Provider}").RequireCountersign("people");
            });
        _browser = new(_app.Client);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        await _provider.DisposeAsync();
    }

    [Theory]
    [InlineData("corp")]
    [InlineData("plain")]
    public async Task Leads_back_to_where_one_wanted_to_go(string provider)
    {
        var page = await _browser.OpenAsync((await _browser.OpenAsync("/groups?a=b")).Location!);
        Assert.Contains($"href=\"/.countersign/sso/{provider}/start?return=%2Fgroups%3Fa%3Db\"", page.Body, StringComparison.Ordinal);

        Assert.Equal((303, "/groups?a=b"), await SignInAsync(provider, "/groups?a=b"));
        Assert.Equal($"anna True {provider}", (await _browser.OpenAsync("/groups")).Body);
    }

    [Fact]
    public async Task Tells_policies_of_claims_and_addresses()
    {
        _provider.Inner.Person["tenant"] = "blue";
        await SignInAsync("corp", "/people");

        Assert.Equal(200, (await _browser.FetchAsync("/blue")).Status);
        Assert.Equal(200, (await _browser.FetchAsync("/mail")).Status);
        Assert.Equal(403, (await _browser.FetchAsync("/anna")).Status);
    }

    [Fact]
    public async Task Is_asked_for_what_the_endpoint_wants_of_the_sign_in()
    {
        var start = await StartAsync("corp", "/fresh/7");
        var usual = await StartAsync("corp", "/people");

        var asked = HttpUtility.ParseQueryString(new Uri(start.Location!).Query);
        Assert.Equal(("300", "phr"), (asked["max_age"], asked["acr_values"]));
        Assert.Null(HttpUtility.ParseQueryString(new Uri(usual.Location!).Query)["max_age"]);
    }

    [Fact]
    public async Task Says_on_the_page_what_went_wrong_there()
    {
        var start = await StartAsync("corp", "/people");
        var state = HttpUtility.ParseQueryString(new Uri(start.Location!).Query)["state"]!;

        var page = await _browser.OpenAsync($"/.countersign/sso/corp/callback?error=access_denied&state={Uri.EscapeDataString(state)}&iss={Uri.EscapeDataString(_provider.Url)}");

        Assert.Equal(403, page.Status);
        Assert.Contains("you declined at Corporate &amp; Co", page.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_sessions_by_its_word()
    {
        await SignInAsync("corp", "/people");
        var claims = _provider.Inner.Claims(null);
        foreach (var name in (string[])["nonce", "auth_time"])
            claims.Remove(name);
        claims["jti"] = "j1";
        claims["events"] = JsonNode.Parse("""{"http://schemas.openid.net/event/backchannel-logout":{}}""");

        var said = await new DoorBrowser(_app.Client).PostBareAsync("/.countersign/back-channel-logout/corp", [("logout_token", _provider.Inner.Sign(claims, "logout+jwt"))]);

        Assert.Equal(200, said.Status);
        Assert.Equal("session-revoked", (await _browser.FetchAsync("/people")).Reason);
    }

    private Task<DoorBrowser.Page> StartAsync(string provider, string target) => _browser.OpenAsync($"/.countersign/sso/{provider}/start?return={Uri.EscapeDataString(target)}");

    private async Task<(int, string?)> SignInAsync(string provider, string target)
    {
        var start = await StartAsync(provider, target);
        var back = await _browser.OpenAsync($"/.countersign/sso/{provider}/callback" + _provider.Inner.Authorize(new(start.Location!)));
        return (back.Status, back.Location);
    }
}

using System.Net;
using System.Net.Sockets;
using System.Security.Claims;
using System.Text.Json;
using System.Web;
using Countersign.AspNetCore;
using Countersign.EndToEnd.Tokens;
using Countersign.TestKit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.EndToEnd.SignOn;

/// <summary>Single sign-on with oidc-provider: two providers, two gateways on one store, and a person.</summary>
public sealed class SingleSignOnTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("countersign-").FullName;
    private Peer _peer = null!;
    private LocalUpstream _upstream = null!;
    private RunningGateway _gateway = null!;
    private string _corp = null!;
    private string _other = null!;
    private string _plain = null!;
    private string _url = null!;
    private string _configuration = null!;

    public async ValueTask InitializeAsync()
    {
        _peer = Peer.Start("sign-on.mjs");
        _upstream = await LocalUpstream.StartAsync();
        _url = $"http://127.0.0.1:{FreePort()}";
        _corp = (await _peer.AskAsync("open", new { gateway = _url, name = "corp", lifetime = 4 })).GetString()!;
        _other = (await _peer.AskAsync("open", new { gateway = _url, name = "other", lifetime = 600 })).GetString()!;
        _plain = (await _peer.AskAsync("open", new { gateway = _url, name = "plain", lifetime = 600 })).GetString()!;
        _configuration = Write(_url, "countersign.yaml");
        _gateway = await RunningGateway.StartAsync(_configuration, listensAsConfigured: true);
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null)
            await _gateway.DisposeAsync();
        if (_upstream is not null)
            await _upstream.DisposeAsync();
        if (_peer is not null)
            await _peer.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Signs_in_and_goes_on_while_the_provider_changes_its_keys_and_goes_down()
    {
        using var anna = new Person();
        Assert.Equal(HttpStatusCode.OK, (await SignInAsync(anna)).StatusCode);
        Assert.Equal($"{_url}/staff/page?x=1", anna.Way[^1].AbsoluteUri);

        await _peer.AskAsync("rotate", new { issuer = _corp });
        using var ben = new Person();
        Assert.Equal(HttpStatusCode.OK, (await SignInAsync(ben)).StatusCode);

        using var carl = new Person();
        await carl.OpenAsync($"{_url}/.countersign/sso/corp/start?return=/staff/page", IsCallback);
        await _peer.AskAsync("down", new { issuer = _corp });
        var page = await carl.OpenAsync(carl.Way[^1].AbsoluteUri);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, page.StatusCode);
        Assert.Contains("can&#x27;t be reached at the moment", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);

        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, (await anna.FetchAsync($"{_url}/staff/page")).StatusCode);
        await _gateway.TellsAsync("were not renewed");
    }

    [Fact]
    public async Task Says_that_consent_was_refused_and_the_way_on()
    {
        await _peer.AskAsync("declines", new { issuer = _corp });
        using var anna = new Person();

        var page = await SignInAsync(anna);

        Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
        var text = await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("you declined at corp", text, StringComparison.Ordinal);
        Assert.Contains("/.countersign/sso/corp/start?return=", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Renews_once_for_fifty_requests_at_two_gateways_and_again_later()
    {
        var second = $"http://127.0.0.1:{FreePort()}";
        await using var other = await RunningGateway.StartAsync(Write(second, "second.yaml"), listensAsConfigured: true);
        using var anna = new Person();
        await SignInAsync(anna);
        for (var turn = 1; turn <= 2; turn++)
        {
            await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

            var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => anna.FetchAsync($"{(i % 2 == 0 ? _url : second)}/staff/{i}")));

            Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
            Assert.Equal((1, turn, turn + 1), await CountsAsync(_corp));
        }
    }

    [Fact]
    public async Task Ends_the_session_when_the_provider_takes_its_token_back()
    {
        using var anna = new Person();
        await SignInAsync(anna);
        await _peer.AskAsync("revoke", new { issuer = _corp });
        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        Assert.Equal("session-revoked", await ReasonAsync(anna));
    }

    [Fact]
    public async Task Ends_the_session_when_the_provider_says_so_behind_the_browser_s_back()
    {
        using var anna = new Person();
        await SignInAsync(anna);
        Assert.Equal(HttpStatusCode.OK, (await anna.FetchAsync($"{_url}/staff/page")).StatusCode);

        await _peer.AskAsync("logout", new { issuer = _corp });

        Assert.Equal("session-revoked", await ReasonAsync(anna));
        await _gateway.TellsAsync("The provider corp ended 1 sessions");
    }

    [Fact]
    public async Task Sends_whoever_signs_out_to_the_provider_which_knows_the_session()
    {
        using var anna = new Person();
        await SignInAsync(anna);

        var reply = await anna.PostAsync($"{_url}/.countersign/logout");
        var next = reply.Headers.GetValues("Refresh").Single()["0; url=".Length..];

        Assert.StartsWith(_corp + "/session/end?id_token_hint=", next, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await anna.OpenAsync(next)).StatusCode);
    }

    [Fact]
    public async Task Gives_no_code_to_a_provider_that_did_not_issue_it()
    {
        using var anna = new Person();
        await anna.OpenAsync($"{_url}/.countersign/sso/corp/start?return=/staff/page", IsCallback);
        var answer = anna.Way[^1];
        Assert.Equal(_corp, HttpUtility.ParseQueryString(answer.Query)["iss"]);

        // As if the other provider had had the browser sent to the honest one.
        var misled = await anna.OpenAsync(answer.AbsoluteUri.Replace("/sso/corp/", "/sso/other/", StringComparison.Ordinal));
        var renamed = await anna.OpenAsync(answer.AbsoluteUri.Replace(Uri.EscapeDataString(_corp), Uri.EscapeDataString(_other), StringComparison.Ordinal));

        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.BadRequest), (misled.StatusCode, renamed.StatusCode));
        Assert.Equal((0, 0, 0), await CountsAsync(_other));
        Assert.Equal((0, 0, 0), await CountsAsync(_corp));
    }

    [Fact]
    public async Task Signs_in_by_OAuth_2_alone()
    {
        using var anna = new Person();

        var page = await SignInAsync(anna, "plain");

        Assert.Equal((HttpStatusCode.OK, $"{_url}/staff/page?x=1"), (page.StatusCode, anna.Way[^1].AbsoluteUri));
        Assert.Equal((1, 0, 1), await CountsAsync(_plain));
    }

    [Fact]
    public async Task Lets_nobody_on_by_a_group_that_the_provider_took_away()
    {
        using var anna = new Person();
        await SignInAsync(anna);
        Assert.Equal(HttpStatusCode.OK, (await anna.FetchAsync($"{_url}/team/page")).StatusCode);
        await _peer.AskAsync("groups", new { issuer = _corp, groups = new[] { "visitors" } });

        await Task.Delay(TimeSpan.FromSeconds(5), TestContext.Current.CancellationToken);

        Assert.Equal("subject-not-allowed", await ReasonAsync(anna, "/team/page"));
        Assert.Equal(HttpStatusCode.OK, (await anna.FetchAsync($"{_url}/staff/page")).StatusCode);
    }

    [Fact]
    public async Task Has_the_provider_ask_again_where_a_sign_in_is_too_old()
    {
        using var anna = new Person();
        await SignInAsync(anna);
        await Task.Delay(TimeSpan.FromSeconds(6), TestContext.Current.CancellationToken);
        Assert.Equal("sign-in-insufficient", await ReasonAsync(anna, "/fresh/page"));

        var page = await anna.OpenAsync($"{_url}/.countersign/sso/corp/start?return=/fresh/page");

        Assert.Equal((HttpStatusCode.OK, $"{_url}/fresh/page"), (page.StatusCode, anna.Way[^1].AbsoluteUri));
        Assert.Contains(anna.Way, place => place.AbsolutePath == "/auth" && HttpUtility.ParseQueryString(place.Query)["max_age"] == "5");
    }

    [Fact]
    public async Task Signs_people_in_at_an_application()
    {
        var url = $"http://127.0.0.1:{FreePort()}";
        var issuer = (await _peer.AskAsync("open", new { gateway = url, name = "corp", lifetime = 600 })).GetString()!;
        await using var application = Application(url, issuer);
        await application.StartAsync(TestContext.Current.CancellationToken);
        using var anna = new Person();

        var page = await anna.OpenAsync($"{url}/.countersign/sso/corp/start?return=/who");
        Assert.Equal("anna of staff", await page.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        await _peer.AskAsync("logout", new { issuer });

        Assert.Equal(HttpStatusCode.Unauthorized, (await anna.FetchAsync($"{url}/who")).StatusCode);
    }

    private Task<HttpResponseMessage> SignInAsync(Person person, string provider = "corp") =>
        person.OpenAsync($"{_url}/.countersign/sso/{provider}/start?return={Uri.EscapeDataString("/staff/page?x=1")}");

    private static bool IsCallback(Uri place) => place.AbsolutePath.EndsWith("/callback", StringComparison.Ordinal);

    private async Task<string?> ReasonAsync(Person person, string path = "/staff/page")
    {
        using var answer = JsonDocument.Parse(await (await person.FetchAsync(_url + path)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return answer.RootElement.TryGetProperty("reason", out var reason) ? reason.GetString() : null;
    }

    private async Task<(int Codes, int Refreshes, int Tokens)> CountsAsync(string issuer)
    {
        var counts = await _peer.AskAsync("counts", new { issuer });
        return (counts.GetProperty("codes").GetInt32(), counts.GetProperty("refreshes").GetInt32(), counts.GetProperty("tokens").GetInt32());
    }

    private string Write(string url, string name)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, $$"""
            listen: {{url}}
            admin: none
            store: sqlite:./countersign.db
            sign-in:
              users: none
              providers:
                corp: { type: oidc, issuer: "{{_corp}}", client-id: gateway, client-secret: gateway-secret }
                plain:
                  { type: oauth2, client-id: gateway, client-secret: gateway-secret, scopes: [openid, email, profile],
                    authorization-endpoint: "{{_plain}}/auth", token-endpoint: "{{_plain}}/token", userinfo-endpoint: "{{_plain}}/me" }
                other: { type: oidc, issuer: "{{_other}}", client-id: gateway, client-secret: gateway-secret }
            schemes:
              people: { type: session, allow-cleartext: true }
            routes:
              - { name: team, match: { path: /team/** }, access: { any-of: [people], groups: [staff] }, upstream: "{{_upstream.Url}}" }
              - { name: fresh, match: { path: /fresh/** }, access: { any-of: [people], max-age: 5s }, upstream: "{{_upstream.Url}}" }
              - { name: staff, match: { path: /staff/** }, access: { any-of: [people], email-domains: [example.org] }, upstream: "{{_upstream.Url}}" }
            """);
        return file;
    }

    private WebApplication Application(string url, string issuer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        builder.Services.AddCountersign(door =>
        {
            door.Store = Path.Combine(_folder, "application.db");
            door.AddSessions("visits", visits =>
            {
                visits.AllowCleartext = true;
                visits.StoreUsers = false;
                visits.AddOpenIdConnect("corp", issuer, "gateway", "gateway-secret");
            });
            door.AddPolicy("people", policy => policy.AnyOf("visits").EmailDomains("example.org"));
            door.RequireByDefault("people");
        });
        var application = builder.Build();
        application.UseCountersign();
        application.MapGet("/who", (ClaimsPrincipal user) => $"{user.Identity?.Name} of {(user.IsInRole("staff") ? "staff" : "nobody")}");
        return application;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

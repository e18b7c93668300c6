using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Countersign.Lab.Simulator;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>What the provider keeps to by default, because a client that needs it otherwise meets no other provider that does.</summary>
public sealed class ProviderRuleTests : IAsyncLifetime
{
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636 appendix B
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private const string Back = "http://127.0.0.1:9999/back";
    private const string Ask = $"response_type=code&scope=openid%20read&code_challenge={Challenge}&code_challenge_method=S256&redirect_uri={Back}";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly MovedClock _clock = new();
    private SimulatedServer? _server;

    private string Origin => _server!.Url.GetLeftPart(UriPartial.Authority);

    public async ValueTask InitializeAsync() => _server = await SimulatedServer.StartAsync(new() { Clock = _clock }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server!.DisposeAsync();
    }

    [Theory]
    [InlineData("token", "grant_type=authorization_code&client_id=x&code=unknown")]
    [InlineData("token", "grant_type=refresh_token&client_id=x&refresh_token=unknown")]
    [InlineData("token", "grant_type=client_credentials&client_id=x")]
    [InlineData("token", "client_id=x&\"\\\u00e9=1&\"\\\u00e9=2")]
    [InlineData("par", "client_id=x&redirect_uri=https://a.example/")]
    [InlineData("introspect", "client_id=x&token=y")]
    public async Task Describes_errors_in_the_characters_that_there_are_for_it(string endpoint, string form)
    {
        var words = (await PostAsync(endpoint, form)).Text("error_description")!;

        Assert.DoesNotContain(words, letter => letter is < ' ' or > '~' or '"' or '\\');
    }

    [Theory]
    [InlineData("")]
    [InlineData("&resource=ORIGIN/bearer")]
    public async Task Gives_no_token_for_a_resource_that_was_not_granted(string asked)
    {
        var form = $"grant_type=authorization_code&client_id=x&code_verifier={Verifier}&redirect_uri={Back}&code={await CodeAsync($"{Ask}&client_id=x{asked.Replace("ORIGIN", Origin, StringComparison.Ordinal)}")}";

        var foreign = await PostAsync("token", $"{form}&resource=https://api.example/");
        var other = await PostAsync("token", $"{form}&resource={Origin}/get");

        Assert.Equal("invalid_target", foreign.Text("error"));
        if (asked.Length > 0)
            Assert.Equal("invalid_target", other.Text("error"));
        else
            Assert.Equal($"{Origin}/get", other.Claims("access_token").GetProperty("aud").GetString());
    }

    [Fact]
    public async Task Takes_another_resource_for_the_next_token_where_none_was_named_before()
    {
        var first = await ExchangeAsync("x", $"&resource={Origin}/get");

        var next = await PostAsync("token", $"grant_type=refresh_token&client_id=x&refresh_token={first.Text("refresh_token")}&resource={Origin}/bearer");

        Assert.Equal($"{Origin}/bearer", next.Claims("access_token").GetProperty("aud").GetString());
    }

    [Fact]
    public async Task Says_in_the_ID_token_which_access_token_came_with_it()
    {
        var tokens = await ExchangeAsync("x", "");
        var hash = SHA256.HashData(Encoding.ASCII.GetBytes(tokens.Text("access_token")!));

        Assert.Equal(System.Buffers.Text.Base64Url.EncodeToString(hash.AsSpan(0, 16)), tokens.Claims("id_token").GetProperty("at_hash").GetString());
    }

    [Fact]
    public async Task Takes_back_what_came_of_a_code_that_comes_again_after_its_end()
    {
        var form = $"grant_type=authorization_code&client_id=x&code_verifier={Verifier}&redirect_uri={Back}&code={await CodeAsync($"{Ask}&client_id=x")}";
        var tokens = await PostAsync("token", form);
        _clock.Now += TimeSpan.FromMinutes(2);

        Assert.Equal("invalid_grant", (await PostAsync("token", form)).Text("error"));
        Assert.False((await IntrospectAsync(tokens.Text("access_token"))).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Has_a_device_that_asks_too_soon_wait_longer_from_then_on()
    {
        var device = await PostAsync("device", "client_id=tv");
        var ask = $"grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=tv&device_code={device.Text("device_code")}";
        var said = new List<string?>();
        foreach (var seconds in (int[])[1, 1, 0, 2, 6, 11, 12])
        {
            _clock.Now += TimeSpan.FromSeconds(seconds);
            said.Add((await PostAsync("token", ask)).Text("error"));
        }

        string[] expected = ["authorization_pending", "authorization_pending", "slow_down", "slow_down", "slow_down", "slow_down", "slow_down"];
        Assert.Equal(expected, said);
        _clock.Now += TimeSpan.FromSeconds(26);
        Assert.Equal("authorization_pending", (await PostAsync("token", ask)).Text("error"));
    }

    [Fact]
    public async Task Takes_the_code_of_a_device_however_it_is_typed_and_once()
    {
        var device = await PostAsync("device", "client_id=tv");
        var typed = $" {device.Text("user_code")!.Replace("-", " ", StringComparison.Ordinal).ToLowerInvariant()}";

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.BadRequest], new[] { await ActivateAsync(typed), await ActivateAsync(typed) });
    }

    [Fact]
    public async Task Takes_a_request_that_was_handed_in_for_a_minute()
    {
        var early = await PostAsync("par", $"{Ask}&client_id=x");
        var late = await PostAsync("par", $"{Ask}&client_id=x");

        _clock.Now += TimeSpan.FromSeconds(59);
        using var answer = await AuthorizeAsync($"client_id=x&auto=1&request_uri={early.Text("request_uri")}");
        _clock.Now += TimeSpan.FromSeconds(1);
        using var ended = await AuthorizeAsync($"client_id=x&auto=1&request_uri={late.Text("request_uri")}");

        Assert.Equal((HttpStatusCode.Redirect, HttpStatusCode.BadRequest), (answer.StatusCode, ended.StatusCode));
    }

    [Fact]
    public async Task Tells_who_gives_back_a_token_of_another_client_and_leaves_it()
    {
        var minted = JsonDocument.Parse(await _http.GetStringAsync($"{Origin}/idp/mint?client_id=x&refresh=rotate", TestContext.Current.CancellationToken)).RootElement;
        foreach (var token in (string[])["access_token", "refresh_token"])
            Assert.Equal("invalid_grant", (await PostAsync("revoke", $"client_id=y&token={minted.Text(token)}")).Text("error"));

        Assert.True((await IntrospectAsync(minted.Text("access_token"))).GetProperty("active").GetBoolean());
    }

    [Fact]
    public async Task Knows_what_refresh_tokens_are_worth()
    {
        var minted = JsonDocument.Parse(await _http.GetStringAsync($"{Origin}/idp/mint?refresh=rotate&scope=read", TestContext.Current.CancellationToken)).RootElement;
        var before = await IntrospectAsync(minted.Text("refresh_token"));
        await PostAsync("token", $"grant_type=refresh_token&client_id=playground&refresh_token={minted.Text("refresh_token")}");
        var after = await IntrospectAsync(minted.Text("refresh_token"));

        Assert.Equal((true, "playground", "read", false), (before.GetProperty("active").GetBoolean(), before.Text("client_id"), before.Text("scope"), after.GetProperty("active").GetBoolean()));
    }

    [Fact]
    public async Task Asks_who_wants_to_know_of_tokens_for_a_secret()
    {
        using var content = new StringContent("client_id=x&token=y", Encoding.ASCII, "application/x-www-form-urlencoded");
        using var answer = await _http.PostAsync($"{Origin}/idp/introspect", content, TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.Unauthorized, "Basic"), (answer.StatusCode, answer.Headers.WwwAuthenticate.Single().Scheme));
    }

    private Task<HttpResponseMessage> AuthorizeAsync(string query) => _http.GetAsync($"{Origin}/idp/authorize?{query}", TestContext.Current.CancellationToken);

    private async Task<string> CodeAsync(string query)
    {
        using var answer = await AuthorizeAsync($"{query}&auto=1");
        return System.Web.HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"]!;
    }

    private async Task<JsonElement> ExchangeAsync(string client, string more) =>
        await PostAsync("token", $"grant_type=authorization_code&client_id={client}&code_verifier={Verifier}&redirect_uri={Back}&code={await CodeAsync($"{Ask}&client_id={client}")}{more}");

    private Task<JsonElement> IntrospectAsync(string? token) => PostAsync("introspect", $"client_id=demo&client_secret=demo-secret&token={token}");

    private async Task<HttpStatusCode> ActivateAsync(string code)
    {
        using var content = new FormUrlEncodedContent([new("user_code", code), new("user", "anna"), new("do", "allow")]);
        using var answer = await _http.PostAsync($"{Origin}/idp/activate", content, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }

    private async Task<JsonElement> PostAsync(string endpoint, string form)
    {
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await _http.PostAsync($"{Origin}/idp/{endpoint}", content, TestContext.Current.CancellationToken);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
    }
}

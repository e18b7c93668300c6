using System.Net;
using System.Text;
using System.Text.Json;
using Countersign.Lab.Simulator;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>The identity provider: codes, refresh tokens, devices, and what becomes of tokens.</summary>
public sealed class ProviderTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>
{
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636 appendix B
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private const string Ask = $"/idp/authorize?response_type=code&client_id=program&scope=openid%20read&state=s%261&code_challenge={Challenge}&code_challenge_method=S256&redirect_uri=http%3A%2F%2F127.0.0.1%3A9999%2Fback";

    [Theory]
    [InlineData("demo", "http://127.0.0.1/callback", true)]
    [InlineData("demo", "http://127.0.0.1:8123/callback", true)]
    [InlineData("demo", "https://app.example/callback", true)]
    [InlineData("demo", "https://app.example/callback/", false)]
    [InlineData("demo", "https://app.example/callback?x=1", false)]
    [InlineData("demo", "https://APP.example/callback", false)]
    [InlineData("demo", "http://127.0.0.1:8123/x/../callback", false)]
    [InlineData("demo", "http://127.1:8123/callback", false)]
    [InlineData("demo", "http://localhost/callback", false)]
    [InlineData("demo", "http://127.0.0.1/other", false)]
    [InlineData("anything", "http://127.0.0.1:1234/any", true)]
    [InlineData("anything", "http://localhost:1234/any", true)]
    [InlineData("anything", "http://[::1]:1234/any", true)]
    [InlineData("anything", "https://app.example/callback", false)]
    [InlineData("anything", "http://127.0.0.1.example.com/", false)]
    [InlineData("anything", "http://127.0.0.1@example.com/", false)]
    [InlineData("anything", "http://127.0.0.1/\r\nSet-Cookie: a=b", false)]
    [InlineData("anything", "http://127.0.0.1/#fragment", false)]
    [InlineData("anything", "javascript:alert(1)", false)]
    public async Task Sends_people_back_to_where_a_client_comes_from_alone(string client, string address, bool isSent)
    {
        using var answer = await GetAsync($"/idp/authorize?response_type=code&client_id={client}&redirect_uri={Uri.EscapeDataString(address)}&code_challenge={Challenge}&code_challenge_method=S256&auto=1");

        Assert.Equal(isSent ? HttpStatusCode.Redirect : HttpStatusCode.BadRequest, answer.StatusCode);
        if (isSent)
            Assert.StartsWith(address, answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("&code_challenge_method=plain", "invalid_request")]
    [InlineData("&response_type=token", "unsupported_response_type")]
    [InlineData("&response_type=", "invalid_request")]
    [InlineData("&resource=https%3A%2F%2Fapi.example%2F", "invalid_target")]
    [InlineData("&scope=sim%3Alife%3Dnever", "invalid_scope")]
    [InlineData("&prompt=none", "login_required")]
    [InlineData("&prompt=none%20login", "invalid_request")]
    public async Task Tells_the_client_what_is_wrong_with_its_request(string change, string error)
    {
        var name = change[1..change.IndexOf('=', StringComparison.Ordinal)];
        var query = string.Join('&', Ask.Split('?')[1].Split('&').Where(each => !each.StartsWith($"{name}=", StringComparison.Ordinal)));

        using var answer = await GetAsync($"/idp/authorize?{query}{change}&client={Guid.CreateVersion7()}");

        var back = System.Web.HttpUtility.ParseQueryString(answer.Headers.Location!.Query);
        Assert.Equal((error, "s&1", $"{Origin}/idp"), (back["error"], back["state"], back["iss"]));
    }

    [Fact]
    public async Task Asks_a_person_once_and_remembers_it_for_requests_that_may_not_ask()
    {
        var client = $"&client={Guid.CreateVersion7()}";
        var page = await (await GetAsync($"{Ask}{client}")).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Sign in and allow", page, StringComparison.Ordinal);

        using var agreed = await PostAsync($"{Ask}{client}", "user=berta&do=allow");
        using var silent = await GetAsync($"{Ask}{client}&prompt=none");
        using var stronger = await GetAsync($"{Ask}{client}&prompt=none&acr_values=mfa");
        using var refused = await PostAsync($"{Ask}{client}", "do=deny");

        Assert.Equal(HttpStatusCode.SeeOther, agreed.StatusCode);
        Assert.Contains("code=", silent.Headers.Location!.Query, StringComparison.Ordinal);
        Assert.Contains("error=login_required", stronger.Headers.Location!.Query, StringComparison.Ordinal);
        Assert.Contains("error=access_denied", refused.Headers.Location!.Query, StringComparison.Ordinal);
        Assert.Equal("berta", (await ExchangeAsync(Code(silent))).Claims("id_token").GetProperty("sub").GetString());
    }

    [Fact]
    public async Task Gives_tokens_for_a_code_once_and_takes_them_back_when_it_comes_again()
    {
        var code = Code(await GetAsync($"{Ask}&auto=1"));
        var tokens = await ExchangeAsync(code);
        Assert.Equal(200, await UseAsync(tokens.Text("access_token")));

        var again = await ExchangeAsync(code);

        Assert.Equal("invalid_grant", again.Text("error"));
        Assert.Equal(401, await UseAsync(tokens.Text("access_token")));
    }

    [Theory]
    [InlineData("code_verifier=wrong")]
    [InlineData("redirect_uri=http://127.0.0.1:9999/other")]
    [InlineData("redirect_uri=")]
    [InlineData("client_id=another")]
    public async Task Gives_nothing_for_a_code_that_another_one_brings(string change)
    {
        var code = Code(await GetAsync($"{Ask}&auto=1"));

        Assert.Equal("invalid_grant", (await ExchangeAsync(code, change)).Text("error"));
        Assert.NotNull((await ExchangeAsync(code)).Text("access_token"));
    }

    [Theory]
    [InlineData("rotate", "200 400 400", 401)]
    [InlineData("lenient", "200 200 200", 200)]
    [InlineData("grace", "200 200 200", 200)]
    [InlineData("keep", "200 200 200", 200)]
    [InlineData("refuse", "400 400 400", 200)]
    [InlineData("unavailable", "503 200 503", 200)]
    public async Task Does_with_a_refresh_token_that_comes_again_as_it_was_asked_to(string manner, string statuses, int afterwards)
    {
        var minted = await MintAsync($"refresh={manner}");
        var got = new List<int>();
        for (var time = 0; time < 3; time++)
        {
            using var answer = await PostAsync("/idp/token", $"grant_type=refresh_token&client_id=playground&refresh_token={minted.Text("refresh_token")}");
            got.Add((int)answer.StatusCode);
        }

        Assert.Equal(statuses, string.Join(' ', got));
        Assert.Equal(afterwards, await UseAsync(minted.Text("access_token")));
    }

    [Fact]
    public async Task Gives_a_lesser_scope_for_one_token_and_the_whole_for_the_next()
    {
        var minted = await MintAsync("scope=read%20write&refresh=rotate");
        var lesser = Json(await PostAsync("/idp/token", $"grant_type=refresh_token&client_id=playground&scope=read&refresh_token={minted.Text("refresh_token")}"));
        var more = Json(await PostAsync("/idp/token", $"grant_type=refresh_token&client_id=playground&scope=admin&refresh_token={lesser.Text("refresh_token")}"));
        var whole = Json(await PostAsync("/idp/token", $"grant_type=refresh_token&client_id=playground&refresh_token={lesser.Text("refresh_token")}"));

        Assert.Equal(("read", "invalid_scope", "read write"), (lesser.Text("scope"), more.Text("error"), whole.Text("scope")));
    }

    [Fact]
    public async Task Lets_only_the_last_of_several_refreshes_count_where_it_races()
    {
        var minted = await MintAsync("refresh=race");
        var form = $"grant_type=refresh_token&client_id=playground&refresh_token={minted.Text("refresh_token")}";
        var answers = await Task.WhenAll(RefreshAsync(form), RefreshAsync(form), RefreshAsync(form));

        var statuses = new List<int>();
        foreach (var answer in answers)
            statuses.Add(await UseAsync(answer.Text("access_token")));

        Assert.Equal([200, 401, 401], statuses.Order());
    }

    [Theory]
    [InlineData("demo", "wrong", 401)]
    [InlineData("demo", "demo-secret", 200)]
    [InlineData("unknown", "demo-secret", 401)]
    public async Task Serves_clients_that_show_their_secret(string client, string secret, int status)
    {
        using var content = Form("grant_type=client_credentials");
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{Origin}/idp/token") { Content = content };
        request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{client}:{secret}")));

        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 401)
            Assert.Equal("Basic", answer.Headers.WwwAuthenticate.Single().Scheme);
    }

    [Fact]
    public async Task Takes_wishes_by_scopes_and_does_not_grant_these()
    {
        var tokens = Json(await PostAsync("/idp/token", "grant_type=client_credentials&client_id=demo&client_secret=demo-secret&scope=read%20sim%3Auses%3D1%20sim%3Alife%3D7"));

        Assert.Equal(("read", 7), (tokens.Text("scope"), tokens.GetProperty("expires_in").GetInt32()));
        Assert.Equal((200, 401), (await UseAsync(tokens.Text("access_token")), await UseAsync(tokens.Text("access_token"))));
    }

    [Theory]
    [InlineData("scope=write", 403, "scope-insufficient")]
    [InlineData("acr=mfa", 401, "sign-in-insufficient")]
    [InlineData("max-age=5", 401, "sign-in-insufficient")]
    [InlineData("audience=https%3A%2F%2Fapi.example%2F", 401, "bearer-audience-wrong")]
    [InlineData("max-age=60", 200, null)]
    public async Task Asks_tokens_for_what_the_address_says(string query, int status, string? reason)
    {
        var minted = await MintAsync("scope=read&acr=password&auth-age=10");
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Origin}/sim/401/bearer?{query}");
        request.Headers.Authorization = new("Bearer", minted.Text("access_token"));

        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, (int)answer.StatusCode);
        if (reason is not null)
            Assert.Equal(reason, Json(answer).GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Lets_a_device_in_when_somebody_agrees()
    {
        var device = Json(await PostAsync("/idp/device", "client_id=tv&scope=read"));
        var ask = $"grant_type=urn:ietf:params:oauth:grant-type:device_code&client_id=tv&device_code={device.Text("device_code")}";
        Assert.Equal("authorization_pending", Json(await PostAsync("/idp/token", ask)).Text("error"));
        Assert.Equal("slow_down", Json(await PostAsync("/idp/token", ask)).Text("error"));

        using var page = await GetAsync(device.Text("verification_uri_complete")![Origin.Length..]);
        using var agreed = await PostAsync("/idp/activate", $"user_code={device.Text("user_code")!.ToLowerInvariant()}&user=carla&do=allow");
        var tokens = Json(await PostAsync("/idp/token", ask));

        Assert.Equal("carla", tokens.Claims("access_token").GetProperty("sub").GetString());
        Assert.Equal("invalid_grant", Json(await PostAsync("/idp/token", ask)).Text("error"));
    }

    [Fact]
    public async Task Says_whether_a_token_counts()
    {
        var minted = await MintAsync("scope=read&uses=1");
        var ask = $"client_id=demo&client_secret=demo-secret&token={minted.Text("access_token")}";

        var before = Json(await PostAsync("/idp/introspect", ask));
        await UseAsync(minted.Text("access_token"));
        var after = Json(await PostAsync("/idp/introspect", ask));

        Assert.Equal((true, "read", false), (before.GetProperty("active").GetBoolean(), before.Text("scope"), after.GetProperty("active").GetBoolean()));
    }

    private static HttpClient Http { get; } = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });

    private string Origin => simulator.Url.GetLeftPart(UriPartial.Authority);

    private static FormUrlEncodedContent Form(string form) => new(form.Split('&').Select(each => each.Split('=', 2)).Select(each => KeyValuePair.Create(each[0], Uri.UnescapeDataString(each[1]))));

    private static string Code(HttpResponseMessage answer) => System.Web.HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"]!;

    private static JsonElement Json(HttpResponseMessage answer)
    {
        using (answer)
            return JsonDocument.Parse(answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult()).RootElement;
    }

    private Task<HttpResponseMessage> GetAsync(string target) => Http.GetAsync($"{Origin}{target}", TestContext.Current.CancellationToken);

    private async Task<HttpResponseMessage> PostAsync(string target, string form)
    {
        using var content = Form(form);
        return await Http.PostAsync($"{Origin}{target}", content, TestContext.Current.CancellationToken);
    }

    private async Task<JsonElement> MintAsync(string query) => Json(await GetAsync($"/idp/mint?{query}"));

    private async Task<JsonElement> RefreshAsync(string form) => Json(await PostAsync("/idp/token", form));

    private async Task<JsonElement> ExchangeAsync(string code, string? change = null)
    {
        string[] form = ["grant_type=authorization_code", "client_id=program", $"code={code}", $"code_verifier={Verifier}", "redirect_uri=http://127.0.0.1:9999/back"];
        var changed = form.Where(each => change is null || each.Split('=')[0] != change.Split('=')[0]).Concat(change is null ? [] : [change]);
        return Json(await PostAsync("/idp/token", string.Join('&', changed)));
    }

    private async Task<int> UseAsync(string? token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Origin}/sim/401/bearer");
        request.Headers.Authorization = new("Bearer", token);
        using var answer = await Http.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)answer.StatusCode;
    }
}

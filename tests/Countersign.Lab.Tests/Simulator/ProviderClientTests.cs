using System.Net;
using System.Text;
using System.Text.Json;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Lab.Tests.Simulator;

/// <summary>How clients show themselves to the provider, and how people leave it.</summary>
public sealed class ProviderClientTests(RunningSimulator simulator) : IClassFixture<RunningSimulator>, IDisposable
{
    private const string Type = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
    private const string Verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"; // RFC 7636 appendix B
    private const string Challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    private const string Back = "http://127.0.0.1:9999/back";

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly SigningKey _key = SigningKey.Create(JwsAlgorithm.ES256, "k1");

    private string Issuer => $"{simulator.Url.GetLeftPart(UriPartial.Authority)}/idp";

    public void Dispose() => _http.Dispose();

    [Theory]
    [InlineData("", null)]
    [InlineData("aud=https://other.example", "Audience")]
    [InlineData("iss=other", "Issuer")]
    [InlineData("exp=1", "Expiry")]
    [InlineData("jti=", "no jti")]
    [InlineData("key=other", "Signature")]
    public async Task Takes_a_signed_assertion_for_a_client_that_registered_its_keys(string change, string? fault)
    {
        var client = await RegisterAsync();

        var answer = await PostAsync("token", $"grant_type=client_credentials&client_assertion_type={Type}&client_assertion={Assertion(client, change)}");

        Assert.Equal(fault is null ? null : "invalid_client", answer.Text("error"));
        if (fault is null)
            Assert.Equal(client, answer.Claims("access_token").GetProperty("sub").GetString());
        else
            Assert.Contains(fault, answer.Text("error_description"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Takes_an_assertion_once()
    {
        var form = $"grant_type=client_credentials&client_assertion_type={Type}&client_assertion={Assertion(await RegisterAsync(), "")}";
        Assert.Null((await PostAsync("token", form)).Text("error"));

        Assert.Contains("used before", (await PostAsync("token", form)).Text("error_description"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("client_id=CLIENT", "invalid_client")]
    [InlineData("client_id=CLIENT&client_secret=guess", "invalid_client")]
    [InlineData("client_id=nobody&client_secret=guess", "invalid_client")]
    [InlineData("client_id=demo&client_assertion_type=TYPE&client_assertion=ASSERTION", "invalid_client")]
    [InlineData("client_assertion_type=other&client_assertion=ASSERTION", "invalid_client")]
    [InlineData("client_assertion_type=TYPE&client_assertion=nonsense", "invalid_client")]
    [InlineData("client_assertion_type=TYPE&client_assertion=ASSERTION&client_secret=guess", "invalid_request")]
    public async Task Takes_nothing_else_for_it(string shown, string error)
    {
        var client = await RegisterAsync();
        var form = shown.Replace("CLIENT", client, StringComparison.Ordinal).Replace("TYPE", Type, StringComparison.Ordinal).Replace("ASSERTION", Assertion(client, ""), StringComparison.Ordinal);

        Assert.Equal(error, (await PostAsync("token", $"grant_type=authorization_code&code=any&{form}")).Text("error"));
    }

    [Theory]
    [InlineData("client_id=app&post_logout_redirect_uri=http://127.0.0.1:1/bye&state=a%26b", 302)]
    [InlineData("id_token_hint=HINT&post_logout_redirect_uri=http://127.0.0.1:1/bye&state=a%26b", 302)]
    [InlineData("id_token_hint=HINT", 200)]
    [InlineData("", 200)]
    [InlineData("post_logout_redirect_uri=http://127.0.0.1:1/bye", 400)]
    [InlineData("client_id=app&post_logout_redirect_uri=https://evil.example/", 400)]
    [InlineData("client_id=demo&post_logout_redirect_uri=http://127.0.0.1:1/bye", 400)]
    [InlineData("client_id=demo&id_token_hint=HINT", 400)]
    [InlineData("id_token_hint=nonsense", 400)]
    public async Task Signs_people_out_and_sends_them_where_their_client_comes_from_alone(string query, int status)
    {
        var person = Guid.CreateVersion7().ToString();
        var tokens = await SignInAsync("app", person);

        using var answer = await _http.GetAsync($"{Issuer}/end-session?client={person}&{query.Replace("HINT", tokens.Text("id_token"), StringComparison.Ordinal)}", TestContext.Current.CancellationToken);
        using var silent = await AuthorizeAsync("app", $"prompt=none&client={person}");

        Assert.Equal(status, (int)answer.StatusCode);
        if (status == 302)
            Assert.Equal("http://127.0.0.1:1/bye?state=a%26b", answer.Headers.Location!.OriginalString);
        Assert.Contains(status == 400 ? "code=" : "error=login_required", silent.Headers.Location!.Query, StringComparison.Ordinal);
    }

    private string Assertion(string client, string change)
    {
        var claims = new Dictionary<string, object> { ["iss"] = client, ["sub"] = client, ["aud"] = Issuer, ["exp"] = TimeProvider.System.GetUtcNow().AddMinutes(1).ToUnixTimeSeconds(), ["jti"] = Guid.CreateVersion7().ToString() };
        var (name, value) = change.Split('=') is [var changed, var to] ? (changed, to) : ("", "");
        if (name is not ("" or "key"))
            claims[name] = name == "exp" ? 1 : value;
        if (value.Length == 0)
            claims.Remove(name);
        return JwsWriter.Write(name == "key" ? SigningKey.Create(JwsAlgorithm.ES256, "k1") : _key, JsonSerializer.SerializeToUtf8Bytes(claims), "JWT");
    }

    private async Task<string> RegisterAsync()
    {
        var jwks = JwkWriter.WriteSet([_key.Verifier]);
        using var content = new StringContent($"{{\"redirect_uris\":[\"{Back}\"],\"token_endpoint_auth_method\":\"private_key_jwt\",\"jwks\":{jwks}}}", Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync($"{Issuer}/register", content, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return (await JsonAsync(answer)).Text("client_id")!;
    }

    private Task<HttpResponseMessage> AuthorizeAsync(string client, string more) =>
        _http.GetAsync($"{Issuer}/authorize?response_type=code&client_id={client}&scope=openid&redirect_uri={Back}&code_challenge={Challenge}&code_challenge_method=S256&{more}", TestContext.Current.CancellationToken);

    private async Task<JsonElement> SignInAsync(string client, string person)
    {
        using var answer = await AuthorizeAsync(client, $"auto=1&client={person}");
        var code = System.Web.HttpUtility.ParseQueryString(answer.Headers.Location!.Query)["code"];
        return await PostAsync("token", $"grant_type=authorization_code&client_id={client}&code={code}&code_verifier={Verifier}&redirect_uri={Back}");
    }

    private async Task<JsonElement> PostAsync(string endpoint, string form)
    {
        using var content = new StringContent(form, Encoding.UTF8, "application/x-www-form-urlencoded");
        using var answer = await _http.PostAsync($"{Issuer}/{endpoint}", content, TestContext.Current.CancellationToken);
        return await JsonAsync(answer);
    }

    private static async Task<JsonElement> JsonAsync(HttpResponseMessage answer) => JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
}

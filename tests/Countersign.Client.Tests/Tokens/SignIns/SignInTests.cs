using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Countersign.Client.Failures;
using Countersign.Client.Tests.Discovery;
using Countersign.Client.Tokens.SignIns;
using Countersign.Tokens;
using Xunit;

namespace Countersign.Client.Tests.Tokens.SignIns;

/// <summary>A person signs in at a server that was found: codes that only who asked can use, from whom was asked.</summary>
public sealed class SignInTests : IDisposable
{
    private const string Back = "http://127.0.0.1:7777/back";

    private readonly DiscoveryStage _stage = new();
    private readonly List<Dictionary<string, string>> _visits = [];
    private string _server = ",\"registration_endpoint\":\"https://login.example/register\",\"token_endpoint_auth_methods_supported\":[\"none\"]";
    private Func<Dictionary<string, string>, string> _answer = asked => $"code=c0de&state={asked["state"]}";

    public SignInTests()
    {
        _stage.Documents[DiscoveryStage.ServerPlace] = () => DiscoveryStage.Json(DiscoveryStage.Server(more: _server));
        _stage.Documents["https://login.example/register"] = () => DiscoveryStage.Json("""{"client_id":"dyn"}""", status: 201);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Dictionary<string, string> Registration => JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(
        _stage.Requests.Single(seen => seen.Target.AbsolutePath == "/register").Text!)!.ToDictionary(each => each.Key, each => each.Value.ToString(), StringComparer.Ordinal);

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Exchanges_a_code_that_is_bound_to_the_request()
    {
        using var client = Client();

        using var response = await client.GetAsync(DiscoveryStage.Api, Cancel);

        var (visit, form) = (_visits.Single(), _stage.Forms.Single());
        Assert.Equal(("code", "dyn", Back, "S256", DiscoveryStage.Api), (visit["response_type"], visit["client_id"], visit["redirect_uri"], visit["code_challenge_method"], visit["resource"]));
        Assert.Equal(("authorization_code", "c0de", Back, "dyn", DiscoveryStage.Api), (form["grant_type"], form["code"], form["redirect_uri"], form["client_id"], form["resource"]));
        Assert.Equal(visit["code_challenge"], Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"]))));
        Assert.Equal(43, form["code_verifier"].Length); // RFC 7636 §4.1
        Assert.NotEqual(visit["state"], form["code_verifier"]);
        Assert.Equal("Bearer t1", _stage.Requests[^1].Authorization);
    }

    [Fact]
    public async Task Refreshes_before_a_person_is_asked_again()
    {
        var give = _stage.Documents[DiscoveryStage.TokenUrl];
        _stage.Documents[DiscoveryStage.TokenUrl] = () => _stage.Forms.Count == 1 ? DiscoveryStage.Json("""{"access_token":"first","token_type":"Bearer","refresh_token":"r1"}""") : give();
        using var client = Client();
        using var first = await client.GetAsync(DiscoveryStage.Api, Cancel);
        _stage.Refused.Add("first");

        using var second = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Single(_visits);
        Assert.Equal(("refresh_token", "r1", DiscoveryStage.Api), (_stage.Forms[1]["grant_type"], _stage.Forms[1]["refresh_token"], _stage.Forms[1]["resource"]));
    }

    [Fact]
    public async Task Asks_the_person_for_more_and_does_not_widen_a_refresh_token()
    {
        _stage.Challenge += ", scope=\"read\"";
        _stage.Documents[DiscoveryStage.TokenUrl] = () => DiscoveryStage.Json($$"""{"access_token":"a{{_stage.Forms.Count}}","token_type":"Bearer","refresh_token":"r{{_stage.Forms.Count}}"}""");
        _stage.Answer = seen => seen.Authorization == "Bearer a1" && seen.Method == "DELETE" ? Insufficient() : null;
        using var client = Client();
        using var read = await client.GetAsync(DiscoveryStage.Api, Cancel);

        using var deleted = await client.DeleteAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal(["read", "read write"], _visits.Select(visit => visit["scope"]));
        Assert.All(_stage.Forms, form => Assert.Equal("authorization_code", form["grant_type"]));
    }

    [Theory]
    [InlineData("iss=https%3A%2F%2Fevil.example", false)]
    [InlineData("iss=https%3A%2F%2Flogin.example%2Ftenant%2F", false)]
    [InlineData("iss=https%3A%2F%2Fevil.example", true)]
    [InlineData("", true)]
    public async Task Refuses_an_answer_of_another_server(string issuer, bool namesItself)
    {
        // RFC 9207 §2.4
        _server += namesItself ? ",\"authorization_response_iss_parameter_supported\":true" : "";
        _answer = asked => $"code=c0de&state={asked["state"]}&{issuer}";

        await FailsAsync(FailureReason.IssuerMismatch);
    }

    [Theory]
    [InlineData("iss=https%3A%2F%2Flogin.example%2Ftenant", true)]
    [InlineData("iss=https%3A%2F%2Flogin.example%2Ftenant", false)]
    public async Task Takes_an_answer_of_the_server_that_was_asked(string issuer, bool namesItself)
    {
        _server += namesItself ? ",\"authorization_response_iss_parameter_supported\":true" : "";
        _answer = asked => $"code=c0de&state={asked["state"]}&{issuer}";
        using var client = Client();

        using var response = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.True(response.IsSuccessStatusCode);
    }

    [Theory]
    [InlineData("code=c0de")]
    [InlineData("code=c0de&state=")]
    [InlineData("code=c0de&state=guessed")]
    [InlineData("state={0}")]
    [InlineData("code=c0de&code=other&state={0}")]
    [InlineData("code=c0de&state={0}&state={0}")]
    [InlineData("error=access_denied&state={0}")]
    [InlineData("error=access_denied&code=c0de&state={0}")]
    public async Task Exchanges_nothing_but_the_answer_to_its_own_request(string query)
    {
        _answer = asked => query.Replace("{0}", asked["state"], StringComparison.Ordinal);

        await FailsAsync(FailureReason.SignInRefused);
    }

    [Theory]
    [InlineData(",\"code_challenge_methods_supported\":[\"plain\"]", false, FailureReason.PkceNotSupported)]
    [InlineData("", false, FailureReason.PkceNotSupported)]
    [InlineData("", true, null)]
    public async Task Asks_for_no_code_that_anybody_could_use(string methods, bool assumes, object? reason)
    {
        var document = $$"""
            {"issuer":"{{DiscoveryStage.Issuer}}","token_endpoint":"{{DiscoveryStage.TokenUrl}}","authorization_endpoint":"https://login.example/authorize"{{methods}}{{_server}}}
            """;
        _stage.Documents[DiscoveryStage.ServerPlace] = () => DiscoveryStage.Json(document);
        using var client = Client(options => options.AssumePkce = assumes);

        var failed = await Record.ExceptionAsync(() => client.GetAsync(DiscoveryStage.Api, Cancel));

        Assert.Equal((FailureReason?)reason, (failed as AuthenticationFailedException)?.Failure.Reason);
        Assert.Equal(reason is null ? 1 : 0, _visits.Count);
    }

    [Fact]
    public async Task Registers_as_a_program_of_the_person_once()
    {
        using var client = Client(options => options.ClientName = "Tool");
        using var first = await client.GetAsync(DiscoveryStage.Api, Cancel);
        _stage.Refused.Add("t1");

        using var second = await client.GetAsync(DiscoveryStage.Api, Cancel);

        var wish = Registration;
        Assert.Equal(("Tool", "native", $"[\"{Back}\"]", "none"), (wish["client_name"], wish["application_type"], wish["redirect_uris"], wish["token_endpoint_auth_method"]));
        Assert.Contains("refresh_token", wish["grant_types"], StringComparison.Ordinal);
        Assert.Equal(2, _visits.Count);
    }

    [Theory]
    [InlineData("[\"client_secret_basic\"]", "client_secret_basic", true)]
    [InlineData("[\"client_secret_post\"]", "client_secret_post", false)]
    public async Task Shows_itself_as_the_server_wants(string methods, string method, bool inField)
    {
        _server = $",\"registration_endpoint\":\"https://login.example/register\",\"token_endpoint_auth_methods_supported\":{methods}";
        _stage.Documents["https://login.example/register"] = () => DiscoveryStage.Json("""{"client_id":"dyn","client_secret":"s3cret"}""", status: 201);
        using var client = Client();

        using var response = await client.GetAsync(DiscoveryStage.Api, Cancel);

        var asked = _stage.Requests.Single(seen => seen.Target.AbsoluteUri == DiscoveryStage.TokenUrl);
        Assert.Equal(method, Registration["token_endpoint_auth_method"]);
        Assert.Equal(inField, asked.Authorization is not null);
        Assert.Equal(!inField, asked.Text!.Contains("client_secret=s3cret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"error":"invalid_redirect_uri"}""", 400)]
    [InlineData("""{}""", 201)]
    [InlineData("<html>", 200)]
    [InlineData("""{"client_id":"dyn","token_endpoint_auth_method":"private_key_jwt"}""", 201)]
    [InlineData("""{"client_id":"dyn","token_endpoint_auth_method":"client_secret_basic"}""", 201)]
    public async Task Says_when_a_server_does_not_register_it(string content, int status)
    {
        _stage.Documents["https://login.example/register"] = () => DiscoveryStage.Json(content, status: status);

        await FailsAsync(FailureReason.RegistrationRefused);
    }

    [Fact]
    public async Task Registers_nowhere_where_it_is_not_to()
    {
        await FailsAsync(FailureReason.RegistrationRefused, options => options.Registers = false);

        Assert.DoesNotContain(_stage.Requests, seen => seen.Target.AbsolutePath == "/register");
    }

    [Theory]
    [InlineData(true, "https://me.example/client.json")]
    [InlineData(false, "dyn")]
    public async Task Names_itself_by_its_document_where_the_server_reads_it(bool reads, string id)
    {
        _server += reads ? ",\"client_id_metadata_document_supported\":true" : "";
        using var client = Client(options => options.ClientDocument = new("https://me.example/client.json"));

        using var response = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal(id, _visits.Single()["client_id"]);
        Assert.Equal(id, _stage.Forms.Single()["client_id"]);
    }

    [Fact]
    public async Task Is_first_of_all_who_it_is_registered_as()
    {
        _server += ",\"client_id_metadata_document_supported\":true";
        using var client = Client(options => (options.Client, options.ClientDocument) = (ClientAuthentication.None("known"), new("https://me.example/client.json")));

        using var response = await client.GetAsync(DiscoveryStage.Api, Cancel);

        Assert.Equal("known", _visits.Single()["client_id"]);
    }

    [Fact]
    public async Task Does_not_send_a_person_away_again_who_said_no()
    {
        _answer = asked => $"error=access_denied&state={asked["state"]}";
        await FailsAsync(FailureReason.SignInRefused);
        using var client = Client();
        for (var i = 0; i < 3; i++)
            await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(DiscoveryStage.Api, Cancel));

        Assert.Equal(2, _visits.Count); // once for each of the two clients
    }

    [Fact]
    public async Task Says_so_when_nobody_signs_in()
    {
        var waits = new TaskCompletionSource();
        var grant = new AuthorizationCodeOptions(UserAgent.Of(new(Back), async (_, cancel) =>
        {
            waits.SetResult();
            await Task.Delay(Timeout.Infinite, cancel);
            return new(Back);
        }));
        using var client = _stage.Client(grantAt: server => new AuthorizationCodeGrant(server, grant));
        var request = client.GetAsync(DiscoveryStage.Api, Cancel);
        await waits.Task;
        _stage.Clock.Advance(TimeSpan.FromMinutes(5));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => request);

        Assert.Equal((FailureReason.SignInNeeded, "Nobody signed in in time."), (failed.Failure.Reason, failed.Failure.Detail));
    }

    [Fact]
    public async Task Keeps_codes_and_verifiers_out_of_what_it_says()
    {
        _stage.Documents[DiscoveryStage.TokenUrl] = () => DiscoveryStage.Json($$"""{"error":"invalid_grant","error_description":"{{_stage.Forms[^1]["code"]}} {{_stage.Forms[^1]["code_verifier"]}}"}""", status: 400);

        var failure = await FailsAsync(FailureReason.TokenRefused);

        Assert.Contains("invalid_grant: *** ***", failure.Detail, StringComparison.Ordinal);
    }

    private async Task<Failure> FailsAsync(FailureReason reason, Action<AuthorizationCodeOptions>? configure = null)
    {
        using var client = Client(configure);
        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync(DiscoveryStage.Api, Cancel));
        Assert.Equal(reason, failed.Failure.Reason);
        if (reason != FailureReason.TokenRefused)
            Assert.Empty(_stage.Forms);
        return failed.Failure;
    }

    private HttpClient Client(Action<AuthorizationCodeOptions>? configure = null)
    {
        var options = new AuthorizationCodeOptions(UserAgent.Of(new(Back), (address, _) =>
        {
            var visit = DiscoveryStage.FormOf(address.Query);
            _visits.Add(visit);
            return Task.FromResult(new Uri($"{Back}?{_answer(visit)}"));
        }));
        configure?.Invoke(options);
        return _stage.Client(grantAt: server => new AuthorizationCodeGrant(server, options));
    }

    private static HttpResponseMessage Insufficient()
    {
        var response = new HttpResponseMessage(System.Net.HttpStatusCode.Forbidden);
        response.Headers.TryAddWithoutValidation("WWW-Authenticate", "Bearer error=\"insufficient_scope\", scope=\"write\"");
        return response;
    }
}

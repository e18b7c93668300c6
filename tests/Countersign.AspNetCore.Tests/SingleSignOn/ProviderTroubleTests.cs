using System.Net;
using System.Web;
using Countersign.AspNetCore.Outbound;
using Countersign.Decisions;
using Countersign.TestKit;
using Xunit;

namespace Countersign.AspNetCore.Tests.SingleSignOn;

/// <summary>A provider that is down, slow, broken or wrongly configured: nobody is signed in, and it is said why.</summary>
public sealed class ProviderTroubleTests : IDisposable
{
    private readonly SignOnStage _stage = new();

    public void Dispose() => _stage.Dispose();

    [Fact]
    public async Task Sends_nobody_to_a_provider_that_can_t_be_found()
    {
        _stage.Double.Instead["/.well-known/openid-configuration"] = () => throw new HttpRequestException(HttpRequestError.ConnectionError, "Connection refused");

        var outcome = await _stage.BeginAsync();

        Assert.Equal((Refusal.SignOnUnavailable, "/orders?page=2"), (outcome.Refusal, outcome.Target!.Path));
        Assert.StartsWith("https://op.example/.well-known/openid-configuration: no connection", outcome.Evidence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("issuer", "https://evil.example", "these are the metadata of another issuer, https://evil.example")]
    [InlineData("authorization_endpoint", "http://op.example/authorize", "is http, and the issuer is https")]
    [InlineData("token_endpoint", "file:///etc/passwd", "is not https")]
    [InlineData("token_endpoint", null, "The metadata have no token_endpoint.")]
    [InlineData("userinfo_endpoint", "https://a:b@op.example/me", "holds credentials")]
    public async Task Follows_metadata_to_no_place_that_is_none(string member, string? value, string evidence)
    {
        _stage.Double.Metadata[member] = value;

        var outcome = await _stage.BeginAsync();

        Assert.Equal(Refusal.SignOnUnavailable, outcome.Refusal);
        Assert.Contains(evidence, outcome.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waits_no_longer_than_it_is_patient()
    {
        var gate = new TaskCompletionSource();
        _stage.Double.Gate = gate.Task;
        var begun = await _stage.BeginAsync();
        var ending = _stage.EndAsync(_stage.Double.Authorize(begun.Next!), begun.Browser);
        while (!_stage.Double.Asked.Contains("/token"))
            await Task.Delay(1, TestContext.Current.CancellationToken);

        _stage.Clock.Turn(BoundedFetch.Timeout);

        Assert.Equal((Refusal.SignOnUnavailable, "https://op.example/token: no whole answer within 10 s"), ((await ending).Refusal, (await ending).Evidence));
    }

    [Fact]
    public async Task Reads_no_endless_answer()
    {
        _stage.Double.Instead["/token"] = () => ProviderDouble.Text(new string(' ', BoundedFetch.MaxLength + 1));
        Assert.Equal("https://op.example/token: the answer is larger than 512 KiB", (await _stage.SignInAsync()).Evidence);

        _stage.Double.Instead.Remove("/token");
        _stage.Double.Instead["/me"] = () => ProviderDouble.Text($$"""{"sub":"anna","x":"{{new string('x', 100_000)}}"}""");
        Assert.Equal(Refusal.SignOnTokenInvalid, (await _stage.SignInAsync()).Refusal);
    }

    [Theory]
    [InlineData(400, "{\"error\":\"invalid_grant\"}", Refusal.SignOnRefused, "https://op.example/token: no tokens are given (invalid_grant).")]
    [InlineData(200, "{\"error\":\"bad_verification_code\"}", Refusal.SignOnRefused, "https://op.example/token: no tokens are given (bad_verification_code).")]
    [InlineData(401, "{\"error\":\"invalid_client\"}", Refusal.SignOnRefused, "https://op.example/token: the issuer refuses the gateway as a client (401); look at client-id and its secret or key.")]
    [InlineData(200, "<html>", Refusal.SignOnRefused, "https://op.example/token: no sound answer. The text is not JSON.")]
    [InlineData(200, "{\"access_token\":\"a b\",\"token_type\":\"Bearer\"}", Refusal.SignOnRefused, "https://op.example/token: the answer has no access_token that a field can carry.")]
    [InlineData(200, "{\"access_token\":\"a\",\"token_type\":\"mac\"}", Refusal.SignOnRefused, "https://op.example/token: the access token is not of the type Bearer.")]
    [InlineData(200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\"}", Refusal.SignOnTokenInvalid, "The provider gave no ID token: openid has to be among the scopes.")]
    [InlineData(200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"id_token\":\"x\"}", Refusal.SignOnTokenInvalid, null)]
    [InlineData(503, "", Refusal.SignOnUnavailable, "https://op.example/token: the answer is 503")]
    public async Task Says_what_is_wrong_with_the_answer_to_a_code(int status, string text, Refusal refusal, string? evidence)
    {
        _stage.Double.Instead["/token"] = () => ProviderDouble.Text(text, (HttpStatusCode)status);

        var outcome = await _stage.SignInAsync();

        Assert.Equal(refusal, outcome.Refusal);
        if (evidence is not null)
            Assert.Equal(evidence, outcome.Evidence);
        Assert.DoesNotContain("code-1", outcome.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Leaves_a_provider_in_peace_that_fails_again_and_again()
    {
        _stage.Double.Instead["/token"] = () => ProviderDouble.Text("", HttpStatusCode.BadGateway);
        for (var i = 0; i < Breaker.Tolerated; i++)
            await _stage.SignInAsync();
        var asked = _stage.Double.Asked.Count(path => path == "/token");

        Assert.Equal(Refusal.SignOnUnavailable, (await _stage.SignInAsync()).Refusal);

        Assert.Equal(asked, _stage.Double.Asked.Count(path => path == "/token"));
        Assert.Single(_stage.Told);
    }

    [Fact]
    public async Task Hands_its_request_in_beforehand_where_the_provider_wants_that()
    {
        _stage.Double.Metadata["require_pushed_authorization_requests"] = true;
        Assert.Equal("The provider wants requests to be pushed, and does not say where.", (await _stage.BeginAsync()).Evidence);

        using var stage = new SignOnStage();
        stage.Double.Metadata["require_pushed_authorization_requests"] = true;
        stage.Double.Metadata["pushed_authorization_request_endpoint"] = "https://op.example/push";
        stage.Double.Instead["/push"] = () => ProviderDouble.Text("""{"request_uri":"urn:pushed:1","expires_in":60}""", HttpStatusCode.Created);
        var query = HttpUtility.ParseQueryString((await stage.BeginAsync()).Next!.Query);
        Assert.Equal(("app", "urn:pushed:1", null), (query["client_id"], query["request_uri"], query["state"]));

        stage.Double.Instead["/push"] = () => ProviderDouble.Text("""{"error":"invalid_request"}""", HttpStatusCode.BadRequest);
        Assert.Equal((Refusal.SignOnRefused, "https://op.example/push: the pushed request was not taken (invalid_request)."), ((await stage.BeginAsync()).Refusal, (await stage.BeginAsync()).Evidence));
    }
}

using System.Net;
using Countersign.Client.Failures;
using Countersign.Decisions;
using Xunit;

namespace Countersign.Client.Tests.Exchanges;

public sealed class EntranceTests
{
    private const string Basic = "Basic realm=\"files\", charset=\"UTF-8\"";
    private const string Aladdin = "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ=="; // RFC 7617 §2

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Answers_a_challenge_and_replays_once()
    {
        using var server = StubServer.Asking(Basic, until: Aladdin);
        using var client = server.Client(AsAladdin);

        using var response = await client.GetAsync("https://api.example/a", Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal([null, Aladdin], server.Requests.Select(seen => seen.Authorization));
    }

    [Fact]
    public async Task Sends_credentials_unasked_where_they_were_taken_and_not_above()
    {
        using var server = StubServer.Asking(Basic, until: Aladdin);
        using var client = server.Client(AsAladdin);

        await client.GetStringAsync("https://api.example/a/b", Cancel);
        await client.GetStringAsync("https://api.example/a/c/d", Cancel);
        await client.GetStringAsync("https://api.example/e", Cancel);

        Assert.Equal([null, Aladdin, Aladdin, null, Aladdin], server.Requests.Select(seen => seen.Authorization));
    }

    [Fact]
    public async Task Does_not_loop_when_the_server_never_gives_in()
    {
        using var server = new StubServer(_ => StubServer.Refusal(Basic));
        using var client = server.Client(AsAladdin);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://api.example/a", Cancel));

        Assert.Equal(FailureReason.CredentialsRejected, failed.Failure.Reason);
        Assert.Equal(HttpStatusCode.Unauthorized, failed.StatusCode);
        Assert.Equal(("Basic", "https://api.example"), (failed.Scheme, failed.Origin.ToString()));
        Assert.Equal(2, server.Requests.Count);
        Assert.DoesNotContain("sesame", failed.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("QWxhZGRpbjpvcGVuIHNlc2FtZQ", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tells_what_the_server_says_of_its_refusal()
    {
        using var server = new StubServer(_ =>
        {
            var refusal = StubServer.Refusal(Basic);
            refusal.Content = new StringContent("""{"title":"Wrong user name or password","reason":"basic-wrong-password","reference":"7K2F"}""", null, "application/problem+json");
            return refusal;
        });
        using var client = server.Client(AsAladdin);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://api.example/a", Cancel));

        Assert.Equal(Refusal.BasicWrongPassword, failed.Refusal);
        Assert.Equal("7K2F", failed.Problem?.Reference);
        Assert.Contains("7K2F", await failed.Response!.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        Assert.Null(failed.Response.RequestMessage);
    }

    [Fact]
    public async Task Gives_the_answer_back_where_that_was_asked_for()
    {
        using var server = new StubServer(_ => StubServer.Refusal(Basic));
        using var client = server.Client(options =>
        {
            AsAladdin(options);
            options.FailureMode = FailureMode.ReturnResponse;
        });

        using var response = await client.GetAsync("https://api.example/a", Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Theory]
    [InlineData("https://api.example.org/a")]
    [InlineData("https://sub.api.example/a")]
    [InlineData("https://api.example:8443/a")]
    [InlineData("http://api.example/a")]
    [InlineData("https://api.example@evil.example/a")]
    [InlineData("https://api.example:@evil.example/a")] // CVE-2024-47081
    [InlineData("https://evil.example/https://api.example/a")]
    [InlineData("https://api.example.:443/a")]
    public async Task Shows_nothing_to_another_origin(string address)
    {
        using var server = new StubServer(_ => StubServer.Refusal(Basic));
        using var client = server.Client(options =>
        {
            AsAladdin(options);
            options.AddApiKey("https://api.example", new("k1"));
        });
        client.BaseAddress = new("https://api.example");

        using var response = await client.GetAsync(address, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        var seen = Assert.Single(server.Requests);
        Assert.Null(seen.Authorization);
        Assert.Null(seen.Field("X-API-Key"));
    }

    [Fact]
    public async Task Sends_no_password_where_anybody_can_read_it()
    {
        using var server = new StubServer(_ => StubServer.Refusal(Basic));
        using var client = server.Client(options => options.AddBasic("http://api.example", "Aladdin", new("open sesame"), basic => basic.Preemptive = true));

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("http://api.example/a", Cancel));

        Assert.Equal(FailureReason.InsecureTransport, failed.Failure.Reason);
        Assert.Null(Assert.Single(server.Requests).Authorization);
    }

    [Fact]
    public async Task Follows_no_realm_however_much_it_looks_like_an_address() // CVE-2020-15157
    {
        using var server = new StubServer(_ => StubServer.Refusal("Bearer realm=\"https://evil.example/token\", service=\"api.example\", scope=\"a\", authorization_uri=\"https://evil.example/a\""));
        using var client = server.Client(options =>
        {
            AsAladdin(options);
            options.AddBearer("https://api.example", new Tokens.StubGrant(new()));
        });

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://api.example/a", Cancel));

        Assert.All(server.Requests, seen => Assert.Equal("api.example", seen.Target.Host));
    }

    [Fact]
    public async Task Leaves_credentials_alone_that_the_caller_shows()
    {
        using var server = new StubServer(_ => StubServer.Refusal(Basic));
        using var client = server.Client(AsAladdin);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example/a");
        request.Headers.TryAddWithoutValidation("Authorization", "Bearer mine");

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("Bearer mine", Assert.Single(server.Requests).Authorization);
    }

    [Fact]
    public async Task Sends_a_request_without_credentials_that_asks_for_none()
    {
        using var server = new StubServer(_ => StubServer.Refusal(Basic));
        using var client = server.Client(AsAladdin);
        using var request = new HttpRequestMessage(HttpMethod.Get, "https://api.example/a");
        request.Options.Set(RequestOptions.Anonymous, true);

        using var response = await client.SendAsync(request, Cancel);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData(FailureReason.NoChallenge)]
    [InlineData(FailureReason.NoSupportedScheme, "Negotiate", "Bearer realm=\"x\"")]
    [InlineData(FailureReason.MalformedChallenge, "=,=")]
    public async Task Says_why_there_is_nothing_to_answer(FailureReason reason, params string[] challenges)
    {
        using var server = new StubServer(_ => StubServer.Refusal(challenges));
        using var client = server.Client(AsAladdin);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync("https://api.example/a", Cancel));

        Assert.Equal(reason, failed.Failure.Reason);
        Assert.Single(server.Requests);
    }

    [Theory]
    [InlineData("Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\", Basic realm=\"simple\"")] // RFC 9110 §11.6.1
    [InlineData("Bearer authorization_uri=https://login.example, resource_id=https://api.example, Basic realm=simple")]
    [InlineData("Bearer realm=\"a\", scope=\",\", Basic realm=\"simple\"")]
    [InlineData("Bearer realm=\"https://auth.example/token\",service=\"registry\",scope=\"repository:a/b:pull,push\",Basic realm=simple")]
    [InlineData("Digest param=\",f \", Basic realm=\"simple\"")]
    [InlineData("Negotiate , Basic realm=\"say \\\"Basic\\\", and wait\"")]
    [InlineData("Negotiate oYG2MIGz==, basic realm=simple")]
    [InlineData("Digest realm=\"r\", qop=\"auth,auth-int\", nonce=\"\", opaque=\"\" ,, BASIC")]
    [InlineData("Negotiate", "NTLM", "Digest realm=\"unknown\", algorithm=\"x\"", "Basic")]
    [InlineData("Bearer realm=\"never closed", "Basic realm=\"simple\"")]
    public async Task Finds_its_challenge_among_others(params string[] lines)
    {
        using var server = new StubServer(seen => seen.Authorization == Aladdin ? new(HttpStatusCode.OK) : StubServer.Refusal(lines));
        using var client = server.Client(AsAladdin);

        using var response = await client.GetAsync("https://api.example/a", Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static void AsAladdin(ReauthenticationOptions options) => options.AddBasic("https://api.example", "Aladdin", new("open sesame"));
}

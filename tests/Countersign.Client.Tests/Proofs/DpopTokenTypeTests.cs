using System.Net;
using Countersign.Client.Failures;
using Countersign.Client.Proofs;
using Countersign.Client.Tokens;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Client.Tests.Proofs;

/// <summary>A token goes out as what it is: one that is bound to a key with proofs, any other as a Bearer token, and that only where it was allowed.</summary>
public sealed class DpopTokenTypeTests : IDisposable
{
    private const string Api = "https://api.example";

    private readonly SetClock _clock = new();
    private readonly NamedGrant _grant = new();
    private readonly DpopResource _server;

    public DpopTokenTypeTests() => _server = new(_clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _server.Dispose();

    [Fact]
    public async Task A_token_that_is_bound_to_no_key_is_not_sent()
    {
        using var client = Client(grant: new NamedGrant("Bearer"));

        var failed = await FailureOfAsync(client);

        Assert.Equal(FailureReason.TokenTypeWrong, failed.Failure.Reason);
        Assert.All(_server.Seen, seen => Assert.Equal("", seen.Authorization));
    }

    [Theory]
    [InlineData("Bearer error=\"invalid_token\"")]
    [InlineData("DPoP algs=\"ES256\", Bearer error=\"invalid_token\"")]
    public async Task A_token_that_is_bound_to_no_key_is_sent_as_what_it_is_where_that_is_allowed(string challenge)
    {
        var grant = new NamedGrant("Bearer");
        using var client = Client(grant: grant, allowBearer: true);
        _server.Answer = seen => seen.Authorization == "Bearer t1" ? DpopResource.Refusal(challenge) : null;

        using var response = await client.GetAsync($"{Api}/a", Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(["Bearer t1", "Bearer t2"], _server.Seen.Select(seen => seen.Authorization));
        Assert.All(_server.Seen, seen => Assert.Equal("", seen.Proof));
    }

    [Fact]
    public async Task A_bound_token_goes_out_with_proofs_where_others_are_allowed_too()
    {
        using var client = Client(allowBearer: true);

        using var response = await client.GetAsync($"{Api}/a", Cancel);

        Assert.Equal("DPoP t1", Assert.Single(_server.Seen).Authorization);
    }

    [Fact] // RFC 9449 §7.2
    public async Task A_bound_token_is_never_sent_as_a_bearer_token()
    {
        var options = new ReauthenticationOptions();
        options.AddBearer(Api, _grant);
        using var client = new HttpClient(new ReauthenticationHandler(options, _server));

        var failed = await FailureOfAsync(client);

        Assert.Equal(FailureReason.NoSupportedScheme, failed.Failure.Reason); // the server takes DPoP alone
        Assert.All(_server.Seen, seen => Assert.Equal("", seen.Authorization));
    }

    [Fact]
    public async Task A_bound_token_that_a_server_wants_as_a_bearer_token_is_told_apart()
    {
        using var server = new StubServer(_ => StubServer.Refusal("Bearer"));
        using var client = server.Client(options => options.AddBearer(Api, _grant));

        var failed = await FailureOfAsync(client);

        Assert.Equal(FailureReason.TokenTypeWrong, failed.Failure.Reason);
        Assert.Null(Assert.Single(server.Requests).Authorization);
    }

    private static async Task<AuthenticationFailedException> FailureOfAsync(HttpClient client) =>
        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync($"{Api}/a", Cancel));

    private HttpClient Client(TokenGrant? grant = null, bool allowBearer = false)
    {
        var options = new ReauthenticationOptions { Clock = _clock };
        options.AddDpop(Api, grant ?? _grant, new(SigningKey.Create(JwsAlgorithm.ES256), _clock), dpop => dpop.AllowBearer = allowBearer);
        return new(new ReauthenticationHandler(options, _server));
    }
}

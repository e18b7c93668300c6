using System.Buffers.Text;
using System.Net;
using System.Text.Json;
using Countersign.Client.Failures;
using Countersign.Client.Proofs;
using Countersign.Client.Tests.Tokens;
using Countersign.Client.Tokens;
using Countersign.TestKit;
using Countersign.Tokens;
using Countersign.Tokens.Dpop;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Client.Tests.Proofs;

/// <summary>Tokens are asked for with a proof of the key that they are bound to (RFC 9449 §5), over nonces of the authorization server's own (§8).</summary>
public sealed class DpopTokenEndpointTests : IDisposable
{
    private const string Issuer = "https://as.example";
    private const string Token = """{"access_token":"abc","token_type":"DPoP"}""";

    private readonly SetClock _clock = new();
    private readonly StubEndpoint _server = new();
    private readonly BackChannel _channel;
    private readonly DpopKey _key;

    public DpopTokenEndpointTests()
    {
        _channel = new(_server);
        _key = new(SigningKey.Create(JwsAlgorithm.ES256), _clock);
        _server.Answer = _ => StubEndpoint.Json(200, Token);
    }

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task The_proof_is_for_the_endpoint_and_for_no_token()
    {
        var answer = await AskAsync();

        var reading = new DpopProofReader(new()).Read(_server.Asked[0].Dpop, new("POST", "https", "as.example", "/token"), accessToken: null, _clock.GetUtcNow());
        Assert.Equal((_key.Thumbprint, "DPoP"), (reading.Proof?.Thumbprint, answer.Token?.Type));
        Assert.False(ClaimsOf(0).TryGetProperty("ath", out _));
    }

    [Fact] // RFC 9449 §8 as it is printed; Duende foss#323: the client's own signed word must not be sent twice either
    public async Task A_demand_for_a_nonce_is_answered_once_with_nothing_sent_twice()
    {
        var demand = Vectors.Load("dpop.json").GetProperty("rfc_wire_responses").GetProperty("as_nonce_wanted");
        var nonce = demand.GetProperty("dpop_nonce").GetString()!;
        _server.Answer = question => NonceOf(question) == nonce ? StubEndpoint.Json(200, Token)
            : With(nonce, StubEndpoint.Json(demand.GetProperty("status").GetInt32(), demand.GetProperty("json").GetRawText()));

        var answer = await AskAsync(ClientAuthentication.PrivateKeyJwt("app", SigningKey.Create(JwsAlgorithm.ES256), Issuer, _clock));

        Assert.NotNull(answer.Token);
        Assert.Equal([null, nonce], _server.Asked.Select(NonceOf));
        Assert.Equal(2, _server.Asked.Select(question => question.Form["client_assertion"]).Distinct().Count());
        Assert.Equal(2, _server.Asked.Select((_, i) => ClaimsOf(i).GetProperty("jti").GetString()).Distinct().Count());
    }

    [Fact]
    public async Task The_newest_nonce_of_any_answer_serves_the_next_question()
    {
        _server.Answer = question => With($"n{question.Number}", question.Number == 2 ? StubEndpoint.No("invalid_scope") : StubEndpoint.Json(200, Token));

        for (var i = 0; i < 3; i++)
            await AskAsync();

        Assert.Equal([null, "n1", "n2"], _server.Asked.Select(NonceOf));
    }

    [Fact]
    public async Task A_nonce_that_does_not_change_is_not_sent_again()
    {
        _server.Answer = _ => With("n1", StubEndpoint.No("use_dpop_nonce"));

        var first = await AskAsync();
        var second = await AskAsync();

        Assert.Equal(("use_dpop_nonce", RetryRule.BackOff), (first.Error, first.Retry));
        Assert.Equal(("use_dpop_nonce", 3), (second.Error, _server.Asked.Count));
    }

    [Fact]
    public async Task A_server_that_is_authorization_server_and_resource_has_nonces_for_each()
    {
        _server.Answer = _ => With("of-the-issuer", StubEndpoint.Json(200, Token));
        await AskAsync();
        var resource = new DpopResource(_clock) { Next = "of-the-resource" };
        var options = new ReauthenticationOptions { Clock = _clock };
        options.AddDpop(Issuer, new NamedGrant(), _key);
        using var client = new HttpClient(new ReauthenticationHandler(options, resource));

        (await client.GetAsync($"{Issuer}/me", Cancel)).Dispose();
        (await client.GetAsync($"{Issuer}/me", Cancel)).Dispose();
        await AskAsync();

        Assert.Equal([null, "of-the-resource"], resource.Seen.Select(seen => seen.Nonce));
        Assert.Equal([null, "of-the-issuer"], _server.Asked.Select(NonceOf));
    }

    [Fact]
    public async Task A_wrong_clock_is_corrected_by_the_servers()
    {
        var theirs = _clock.GetUtcNow().AddHours(2);
        _server.Answer = question => ClaimsOf(question.Number - 1).GetProperty("iat").GetInt64() == theirs.ToUnixTimeSeconds()
            ? StubEndpoint.Json(200, Token)
            : Dated(theirs, StubEndpoint.No("invalid_dpop_proof"));

        Assert.NotNull((await AskAsync()).Token);
        Assert.NotNull((await AskAsync()).Token);
        Assert.Equal(3, _server.Asked.Count);
    }

    [Fact]
    public async Task A_wrong_clock_is_told_where_correcting_it_does_not_help()
    {
        _server.Answer = _ => Dated(_clock.GetUtcNow().AddHours(-1), StubEndpoint.No("invalid_dpop_proof"));

        var answer = await AskAsync();

        Assert.Equal((FailureReason.TokenRefused, 2), (answer.Failure?.Reason, _server.Asked.Count));
        Assert.EndsWith("the server's clock is 3600 s behind ours.", answer.Failure?.Detail, StringComparison.Ordinal);
    }

    private static HttpResponseMessage With(string nonce, HttpResponseMessage answer)
    {
        answer.Headers.Add("DPoP-Nonce", nonce);
        return answer;
    }

    private static HttpResponseMessage Dated(DateTimeOffset date, HttpResponseMessage answer)
    {
        answer.Headers.Date = date;
        return answer;
    }

    private static JsonElement ClaimsOf(StubEndpoint.Question question) => JsonDocument.Parse(Base64Url.DecodeFromChars(question.Dpop!.Split('.')[1])).RootElement;

    private static string? NonceOf(StubEndpoint.Question question) => ClaimsOf(question).TryGetProperty("nonce", out var nonce) ? nonce.GetString() : null;

    private JsonElement ClaimsOf(int number) => ClaimsOf(_server.Asked[number]);

    private Task<TokenEndpointAnswer> AskAsync(ClientAuthentication? client = null)
    {
        var endpoint = new TokenEndpoint(new($"{Issuer}/token"), client ?? ClientAuthentication.None("app"), _channel, _clock) { Key = _key };
        return endpoint.AskAsync([new("grant_type", "client_credentials")], Cancel);
    }
}

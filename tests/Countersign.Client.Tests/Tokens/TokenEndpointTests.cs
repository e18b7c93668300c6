using System.Net;
using System.Net.Http.Headers;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Proofs;
using Countersign.Client.Tokens;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Client.Tests.Tokens;

public sealed class TokenEndpointTests : IDisposable
{
    private readonly SetClock _clock = new();
    private readonly StubEndpoint _server = new();
    private readonly BackChannel _channel;

    public TokenEndpointTests() => _channel = new(_server);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task Gives_the_token_of_the_answer()
    {
        _server.Answer = _ => StubEndpoint.Json(200, """{"access_token":"abc","token_type":"bearer","expires_in":60,"scope":"read","refresh_token":"r"}""");

        var answer = await AskAsync();

        Assert.Equal(("Bearer", TimeSpan.FromMinutes(1), "read"), (answer.Token!.Type, answer.Token.Lifetime, answer.Token.Scope));
        Assert.Equal("r", answer.Said!.RefreshToken!.Reveal());
    }

    [Theory]
    [InlineData("dpop", "DPoP")]
    [InlineData("BEARER", "Bearer")]
    [InlineData("mac", null)]
    [InlineData("", null)]
    public async Task Takes_the_types_it_knows_in_whatever_case(string said, string? type)
    {
        _server.Answer = _ => StubEndpoint.Json(200, $$"""{"access_token":"abc","token_type":"{{said}}"}""");

        Assert.Equal(type, (await AskAsync()).Token?.Type);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{"access_token":"a","access_token":"b","token_type":"Bearer"}""")] // two readers, two tokens
    [InlineData("""{"access_token":"a\r\nX: y","token_type":"Bearer"}""")]
    [InlineData("""{"token_type":"Bearer"}""")]
    public async Task Takes_no_unsound_answer(string content)
    {
        _server.Answer = _ => StubEndpoint.Json(200, content);

        Assert.Equal(FailureReason.TokenUnavailable, (await AskAsync()).Failure?.Reason);
    }

    [Theory]
    [InlineData(400, "invalid_grant", FailureReason.TokenRefused, RetryRule.Never)]
    [InlineData(401, "invalid_client", FailureReason.TokenRefused, RetryRule.Slowly)]
    [InlineData(400, "unauthorized_client", FailureReason.TokenRefused, RetryRule.Slowly)]
    [InlineData(400, "invalid_target", FailureReason.TokenRefused, RetryRule.Slowly)]
    [InlineData(400, "temporarily_unavailable", FailureReason.TokenUnavailable, RetryRule.BackOff)]
    [InlineData(503, "invalid_grant", FailureReason.TokenUnavailable, RetryRule.BackOff)] // a server in trouble does not know what it says
    [InlineData(429, "slow_down", FailureReason.TokenUnavailable, RetryRule.BackOff)]
    [InlineData(200, "bad_verification_code", FailureReason.TokenRefused, RetryRule.Slowly)]
    public async Task Tells_from_the_error_when_to_ask_again(int status, string error, FailureReason reason, RetryRule retry)
    {
        _server.Answer = _ => StubEndpoint.No(error, status);

        var answer = await AskAsync();

        Assert.Equal((reason, retry), (answer.Failure!.Reason, answer.Retry));
    }

    [Fact]
    public async Task A_failure_of_the_network_is_no_logout()
    {
        _server.Answer = _ => throw new HttpRequestException(HttpRequestError.ConnectionError);

        var answer = await AskAsync();

        Assert.Equal((FailureReason.TokenUnavailable, RetryRule.BackOff), (answer.Failure!.Reason, answer.Retry));
        Assert.IsType<HttpRequestException>(answer.Failure.Cause);
    }

    [Fact]
    public async Task Follows_nobody_elsewhere_with_secrets()
    {
        _server.Answer = _ => new(HttpStatusCode.TemporaryRedirect) { Headers = { Location = new("https://evil.example/token") } };

        var answer = await AskAsync();

        Assert.Single(_server.Asked);
        Assert.Equal("https://as.example/token: the answer is 307; redirects are not followed.", answer.Failure!.Detail);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Hears_how_long_to_wait(bool byDate)
    {
        _server.Answer = _ => new(HttpStatusCode.ServiceUnavailable)
        {
            Headers = { RetryAfter = byDate ? new(_clock.GetUtcNow() + TimeSpan.FromSeconds(90)) : new RetryConditionHeaderValue(TimeSpan.FromSeconds(90)) },
        };

        Assert.Equal(90, (await AskAsync()).Failure!.RetryAfter!.Value.TotalSeconds);
    }

    [Fact]
    public async Task Reads_no_more_than_a_token_needs()
    {
        _server.Answer = _ => new(HttpStatusCode.OK) { Content = new StreamContent(new Endless()) };

        Assert.Equal(FailureReason.TokenUnavailable, (await AskAsync()).Failure?.Reason);
    }

    [Fact]
    public async Task Waits_for_the_rest_of_an_answer_as_long_as_for_its_beginning() // the next refresh token is in it
    {
        var answer = """{"access_token":"abc","token_type":"Bearer","refresh_token":"r"}"""u8.ToArray();
        _server.Answer = _ => new(HttpStatusCode.OK) { Content = new StreamContent(new Halting(answer, Drain.Patience + TimeSpan.FromMilliseconds(300))) };

        Assert.Equal("r", (await AskAsync()).Said?.RefreshToken?.Reveal());
    }

    [Theory]
    [InlineData("http://as.example/token")]
    [InlineData("https://user@as.example/token")]
    [InlineData("https://as.example/token#x")]
    [InlineData("ftp://as.example/token")]
    public void Sends_secrets_over_tls_or_to_this_machine_alone(string url) =>
        Assert.Throws<ArgumentException>(() => new TokenEndpoint(new(url), ClientAuthentication.None("app")));

    [Theory]
    [InlineData("http://127.0.0.1:8080/token")]
    [InlineData("http://[::1]/token")]
    [InlineData("http://localhost/token?tenant=1")]
    public void This_machine_needs_no_tls(string url) => Assert.Equal(url, new TokenEndpoint(new(url), ClientAuthentication.None("app")).Url.AbsoluteUri);

    [Fact]
    public void Never_leads_through_the_handler_that_waits_for_its_tokens() =>
        Assert.Throws<ArgumentException>(() => new BackChannel(new ReauthenticationHandler(new ReauthenticationOptions(), new SocketsHttpHandler())));

    [Fact]
    public async Task Repeats_nothing_secret_that_the_server_repeats()
    {
        _server.Answer = question => StubEndpoint.Json(400, $$"""{"error":"invalid_grant","error_description":"{{question.Form["refresh_token"]}} of p@ss, hush\u001b[31m unknown"}""");

        foreach (var client in (ClientAuthentication[])[ClientAuthentication.SecretBasic("app", new("hush")), ClientAuthentication.SecretPost("app", new("hush"))])
        {
            var answer = await AskAsync(client, [new("grant_type", "refresh_token"), new("refresh_token", "hidden"), new("password", "p@ss")]);
            Assert.Equal("https://as.example/token: invalid_grant: *** of ***, ***?[31m unknown.", answer.Failure!.Detail);
        }
    }

    [Fact]
    public async Task Repeats_nothing_secret_in_another_writing_either()
    {
        var basic = "";
        _server.Answer = question =>
        {
            basic = question.Authorization!.Split(' ')[1];
            return StubEndpoint.Json(400, $$"""{"error":"invalid_grant","error_description":"refresh_token=a%2fb%2Bc Basic {{basic}}"}""");
        };

        var answer = await AskAsync(ClientAuthentication.SecretBasic("app", new("hush")), [new("grant_type", "refresh_token"), new("refresh_token", "a/b+c")]);

        Assert.Equal("https://as.example/token: invalid_grant: refresh_token=*** Basic ***.", answer.Failure!.Detail);
    }

    [Fact]
    public async Task Every_request_has_a_signed_word_of_its_own() // DuendeSoftware/foss#323
    {
        var client = ClientAuthentication.PrivateKeyJwt("app", SigningKey.Create(JwsAlgorithm.ES256), "https://as.example", _clock);
        _server.Answer = question => question.Number == 1 ? Demanding("n1") : StubEndpoint.Json(200, """{"access_token":"abc","token_type":"DPoP"}""");

        var answer = await AskAsync(client, [], new DpopKey(SigningKey.Create(JwsAlgorithm.ES256), _clock));

        Assert.NotNull(answer.Token);
        Assert.Equal(2, _server.Asked.Select(question => question.Form["client_assertion"]).Distinct().Count());
        Assert.Equal(2, _server.Asked.Select(question => question.Dpop).Distinct().Count());
    }

    [Fact]
    public async Task A_server_that_always_wants_another_nonce_is_asked_twice() // requests_oauth2client#92
    {
        _server.Answer = question => Demanding($"n{question.Number}");

        Assert.Equal("use_dpop_nonce", (await AskAsync(null, [], new DpopKey(SigningKey.Create(JwsAlgorithm.ES256), _clock))).Error);
        Assert.Equal(2, _server.Asked.Count);
    }

    private static HttpResponseMessage Demanding(string nonce)
    {
        var answer = StubEndpoint.No("use_dpop_nonce");
        answer.Headers.Add("DPoP-Nonce", nonce);
        return answer;
    }

    private Task<TokenEndpointAnswer> AskAsync(ClientAuthentication? client = null, IEnumerable<KeyValuePair<string, string>>? form = null, DpopKey? key = null)
    {
        var endpoint = new TokenEndpoint(new("https://as.example/token"), client ?? ClientAuthentication.None("app"), _channel, _clock) { Key = key };
        return endpoint.AskAsync([.. form ?? [new("grant_type", "client_credentials")]], Cancel);
    }

    private sealed class Endless : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => 0; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            buffer.AsSpan(offset, count).Fill((byte)' ');
            return count;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }

    /// <summary>Gives the second half after a while.</summary>
    private sealed class Halting(byte[] octets, TimeSpan pause) : MemoryStream(octets)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (Position == 0)
                return await base.ReadAsync(buffer[..((int)Length / 2)], cancellationToken);
            await Task.Delay(Position < Length ? pause : TimeSpan.Zero, cancellationToken);
            return await base.ReadAsync(buffer, cancellationToken);
        }
    }
}

using System.Collections.Concurrent;
using System.Text;
using Countersign.Gateway.Tests.Hosting;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.Gateway.Tests.Forwarding;

/// <summary>The presented token becomes one for the upstream (RFC 8693), at an issuer on loopback.</summary>
public sealed class ExchangeTests : IAsyncLifetime
{
    private static readonly SigningKey Key = SigningKey.Create(JwsAlgorithm.ES256);

    private readonly ConcurrentQueue<Dictionary<string, string>> _forms = new();
    private EchoUpstream _issuer = null!;
    private RunningGateway _gateway = null!;
    private Func<HttpContext, Task> _answer = context => Json(context, 200, Good("new"));
    private string? _client;

    public async ValueTask InitializeAsync()
    {
        _issuer = await EchoUpstream.StartAsync(AnswerAsync);
        _gateway = await RunningGateway.StartAsync($$"""
            schemes:
              api: { type: bearer, allow-cleartext: true, token-in: [field, form, query], issuers: [{ issuer: "{{_issuer.Url}}", audiences: [gateway] }] }
              bound: { type: dpop, tokens: api, algorithms: [ES256], allow-cleartext: true }
            routes:
              - { name: direct, match: { path: /direct/** }, access: { any-of: [api] }, upstream: UPSTREAM }
              - name: bound
                match: { path: /bound/** }
                access: { any-of: [bound] }
                upstream: { urls: UPSTREAM, exchange: { issuer: "{{_issuer.Url}}", client-id: gateway, client-secret: "s:cret", audience: [orders] } }
              - name: orders
                access: { any-of: [api] }
                upstream:
                  urls: UPSTREAM
                  exchange: { issuer: "{{_issuer.Url}}", client-id: "the gateway", client-secret: "s:cret", audience: [orders], resource: ["https://orders.example"], scopes: [read, write] }
            """);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task The_upstream_gets_the_new_token_and_not_the_presented_one()
    {
        var token = Token("ada");
        Assert.Equal(200, (await GetAsync(token)).Status);

        Assert.Equal("Bearer new", _gateway.Upstream.Last.Field("Authorization"));
        Assert.Equal("the+gateway:s%3Acret", Encoding.ASCII.GetString(Convert.FromBase64String(_client!["Basic ".Length..])));
        Assert.Equal(
            [
                ("audience", "orders"), ("grant_type", "urn:ietf:params:oauth:grant-type:token-exchange"),
                ("requested_token_type", "urn:ietf:params:oauth:token-type:access_token"), ("resource", "https://orders.example"), ("scope", "read write"),
                ("subject_token", token), ("subject_token_type", "urn:ietf:params:oauth:token-type:access_token"),
            ],
            Assert.Single(_forms).Select(field => (field.Key, field.Value)).Order());
    }

    [Fact] // the issuer hears of the token alone: the proof was for the gateway
    public async Task A_token_that_is_bound_to_a_key_is_exchanged_by_itself_and_its_proof_stays()
    {
        var client = AccessToken.NewKey("client");
        var token = AccessToken.Write(_issuer.Url, Key, claims => { AccessToken.BoundTo(client)(claims); claims["aud"] = "gateway"; });

        Assert.Equal(200, (await _gateway.GetAsync("/bound/a", AccessToken.Dpop(client, token, "/bound/a"))).Status);
        Assert.Equal(token, Assert.Single(_forms)["subject_token"]);
        Assert.Equal(("Bearer new", null), (_gateway.Upstream.Last.Field("Authorization"), _gateway.Upstream.Last.Field("DPoP")));

        // Kept for the token, and still not given without a proof.
        Assert.Equal(401, (await _gateway.GetAsync("/bound/a", "Authorization: DPoP " + token)).Status);
        Assert.Equal(200, (await _gateway.GetAsync("/bound/a", AccessToken.Dpop(client, token, "/bound/a"))).Status);
        Assert.Single(_forms);
    }

    [Fact]
    public async Task A_token_from_a_form_or_a_query_is_exchanged_like_one_from_the_field()
    {
        var (one, other) = (Token("ada"), Token("bob"));
        var form = "a=b&access_token=" + other;

        Assert.Equal(200, (await _gateway.GetAsync("/a?access_token=" + one)).Status);
        Assert.Equal(("/a", "Bearer new"), (_gateway.Upstream.Last.Target, _gateway.Upstream.Last.Field("Authorization")));
        var posted = RunningGateway.Written("POST", "/a", "Content-Type: application/x-www-form-urlencoded", $"Content-Length: {form.Length}") + form;
        Assert.Equal(200, (await _gateway.RawAsync(posted)).Status);
        Assert.Equal((3, "Bearer new"), (_gateway.Upstream.Last.Length, _gateway.Upstream.Last.Field("Authorization")));
        Assert.Equal([one, other], _forms.Select(exchanged => exchanged["subject_token"]));
    }

    [Fact]
    public async Task Is_asked_once_for_a_token_however_often_it_comes()
    {
        var (one, other) = (Token("ada"), Token("bob"));
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => GetAsync(one)));
        await GetAsync(one);
        Assert.Single(_forms);

        await GetAsync(other);
        Assert.Equal([one, other], _forms.Select(form => form["subject_token"]));
    }

    [Theory]
    [InlineData(30)] // spent before it could be used again
    [InlineData(0)]
    public async Task A_new_token_that_ends_soon_is_not_kept(int expiresIn)
    {
        _answer = context => Json(context, 200, Good("new", expiresIn));
        var token = Token("ada");
        await GetAsync(token);
        await GetAsync(token);

        Assert.Equal(2, _forms.Count);
    }

    [Theory] // RFC 8693 §2.2.2, RFC 6749 §5.2
    [InlineData("invalid_request")]
    [InlineData("invalid_grant")]
    public async Task A_token_that_the_issuer_takes_no_more_is_refused_with_401(string error)
    {
        _answer = context => Json(context, 400, $$"""{"error":"{{error}}"}""");
        var token = Token("ada");
        var reply = await GetAsync(token);

        Assert.Equal((401, "bearer-token-invalid"), (reply.Status, reply.Reason));
        Assert.Contains("error=\"invalid_token\"", Assert.Single(reply.Challenges), StringComparison.Ordinal);
        Assert.Contains(error, (await _gateway.AskedAdminAsync("/.countersign/journal/" + reply.Reference)).Body, StringComparison.Ordinal);

        await GetAsync(token);
        Assert.Single(_forms);
        Assert.Empty(_gateway.Upstream.All);
    }

    [Theory]
    [InlineData(500, "{}")]
    [InlineData(503, "{}")]
    [InlineData(302, "{}")]
    [InlineData(401, """{"error":"invalid_client"}""")] // the gateway is refused, not the client
    [InlineData(400, """{"error":"invalid_target"}""")]
    [InlineData(400, """{"error":"unsupported_grant_type"}""")]
    [InlineData(400, "no JSON")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"access_token":"new","issued_token_type":"urn:ietf:params:oauth:token-type:access_token","token_type":"DPoP"}""")]
    [InlineData(200, """{"access_token":"new","issued_token_type":"urn:ietf:params:oauth:token-type:refresh_token","token_type":"Bearer"}""")]
    [InlineData(200, """{"access_token":"new\r\nX: y","issued_token_type":"urn:ietf:params:oauth:token-type:access_token","token_type":"Bearer"}""")]
    public async Task What_is_no_fault_of_the_client_is_an_outage(int status, string body)
    {
        _answer = context => Json(context, status, body);
        var reply = await GetAsync(Token("ada"));

        Assert.Equal((503, "issuer-unavailable"), (reply.Status, reply.Reason));
        Assert.NotNull(reply.Field("Retry-After"));
        Assert.Empty(reply.Challenges);
        Assert.Empty(_gateway.Upstream.All);

        _answer = context => Json(context, 200, Good("new"));
        Assert.Equal(200, (await GetAsync(Token("ada"))).Status);
    }

    [Theory]
    [InlineData(400, "invalid_token", 401)]
    [InlineData(403, "access_denied", 401)]
    [InlineData(400, "invalid_target", 503)]
    public async Task Nobody_can_close_the_exchange_to_others_by_a_token_that_the_issuer_refuses(int status, string error, int told)
    {
        for (var i = 0; i < 10; i++)
        {
            _answer = context => Json(context, status, $$"""{"error":"{{error}}"}""");
            Assert.Equal(told, (await GetAsync(Token("eve" + i))).Status);
        }

        _answer = context => Json(context, 200, Good("new"));
        Assert.Equal(200, (await GetAsync(Token("ada"))).Status);
    }

    [Fact]
    public async Task Nothing_is_exchanged_for_whom_the_gateway_does_not_let_in()
    {
        Assert.Equal(401, (await GetAsync(Token("ada", audience: "other"))).Status);
        Assert.Equal(200, (await _gateway.GetAsync("/direct/a", "Authorization: Bearer " + Token("ada"))).Status);

        Assert.Empty(_forms);
        Assert.Null(_gateway.Upstream.Last.Field("Authorization"));
    }

    private Task<Reply> GetAsync(string token) => _gateway.GetAsync("/a", "Authorization: Bearer " + token);

    private string Token(string subject, string audience = "gateway")
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        return JwsWriter.Write(Key, Encoding.UTF8.GetBytes($$"""{"iss":"{{_issuer.Url}}","aud":"{{audience}}","sub":"{{subject}}","iat":{{now}},"exp":{{now + 600}}}"""), "at+jwt");
    }

    private static string Good(string token, int expiresIn = 300) =>
        $$"""{"access_token":"{{token}}","issued_token_type":"urn:ietf:params:oauth:token-type:access_token","token_type":"bearer","expires_in":{{expiresIn}}}""";

    private static Task Json(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body);
    }

    private async Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/.well-known/openid-configuration":
                await Json(context, 200, $$"""{"issuer":"{{_issuer.Url}}","jwks_uri":"{{_issuer.Url}}/keys","token_endpoint":"{{_issuer.Url}}/token"}""");
                break;
            case "/keys":
                await Json(context, 200, JwkWriter.WriteSet([Key.Verifier]));
                break;
            case "/token":
                _client = context.Request.Headers.Authorization;
                _forms.Enqueue((await context.Request.ReadFormAsync()).ToDictionary(field => field.Key, field => field.Value.ToString()));
                await _answer(context);
                break;
            default:
                context.Response.StatusCode = 404;
                break;
        }
    }
}

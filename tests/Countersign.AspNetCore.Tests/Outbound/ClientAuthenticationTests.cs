using System.Net;
using System.Text;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.Tests.Issuers;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.AspNetCore.Tests.Outbound;

public sealed class ClientAuthenticationTests : IAsyncDisposable
{
    private readonly TurnedClock _clock = new();
    private readonly BoundedFetch _fetch;
    private Loopback? _issuer;
    private string? _authorization;
    private Dictionary<string, string> _form = [];

    public ClientAuthenticationTests() => _fetch = new(OutboundHandler.Create(), _clock);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        _fetch.Dispose();
        if (_issuer is not null)
            await _issuer.DisposeAsync();
    }

    [Fact]
    public async Task Writes_name_and_secret_as_in_a_form_before_they_become_Basic() // RFC 6749 §2.3.1, with the characters of appendix B
    {
        await PostAsync(ClientAuthentication.SecretBasic("https://gateway.example:8443", new(" %&+£€:~")));

        Assert.Equal("https%3A%2F%2Fgateway.example%3A8443:+%25%26%2B%C2%A3%E2%82%AC%3A~", Encoding.ASCII.GetString(Convert.FromBase64String(_authorization!["Basic ".Length..])));
        Assert.Equal(["token"], _form.Keys);
    }

    [Fact]
    public async Task Writes_name_and_secret_into_the_form_for_issuers_that_take_no_other()
    {
        await PostAsync(ClientAuthentication.SecretPost("gateway", new(" %&+£€:~")));

        Assert.Equal("", _authorization);
        Assert.Equal([("client_id", "gateway"), ("client_secret", " %&+£€:~"), ("token", "t")], _form.Select(field => (field.Key, field.Value)).Order());
    }

    [Fact]
    public async Task Signs_a_word_that_is_for_this_issuer_alone_and_for_a_minute()
    {
        var key = SigningKey.Create(JwsAlgorithm.ES256);
        var client = ClientAuthentication.PrivateKeyJwt("gateway", key, "https://issuer.example", _clock);
        await PostAsync(client);
        var first = _form["client_assertion"];
        await PostAsync(client);

        Assert.Equal("urn:ietf:params:oauth:client-assertion-type:jwt-bearer", _form["client_assertion_type"]);
        var word = JwsReader.Read(first).Token!;
        Assert.True(new KeySet([key.Verifier]).Verify(word, [JwsAlgorithm.ES256]).IsGood);
        var claims = JwtClaimsReader.Read(word.Payload, out _)!;
        Assert.Equal(("gateway", "gateway"), (claims.Issuer, claims.Subject));
        Assert.Equal(["https://issuer.example"], claims.Audience);
        Assert.Equal(60, claims.ExpiresAt!.Value.Seconds - claims.IssuedAt!.Value.Seconds);
        Assert.NotEqual(claims.Id, JwtClaimsReader.Read(JwsReader.Read(_form["client_assertion"]).Token!.Payload, out _)!.Id); // RFC 7523 §3: not to be used twice
    }

    [Theory]
    [InlineData(200, true, false)]
    [InlineData(400, false, false)]
    [InlineData(401, false, true)]
    [InlineData(413, false, false)]
    [InlineData(414, false, false)]
    [InlineData(422, false, false)]
    [InlineData(403, false, false)] // of a token endpoint this may be a no to what was asked for
    public async Task Takes_a_no_of_the_issuer_for_an_answer(int status, bool isGood, bool isClientRefused)
    {
        var answer = await PostAsync(ClientAuthentication.SecretBasic("gateway", new("secret")), status);

        Assert.Equal((true, isGood, isClientRefused), (answer.IsAnswered, answer.IsGood, answer.IsClientRefused));
        Assert.Equal("{}", Encoding.ASCII.GetString(answer.Octets!));
    }

    [Theory]
    [InlineData(302)]
    [InlineData(404)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task Takes_nothing_else_for_an_answer(int status)
    {
        var answer = await PostAsync(ClientAuthentication.SecretBasic("gateway", new("secret")), status);

        Assert.Equal((false, false, false), (answer.IsAnswered, answer.IsGood, answer.IsClientRefused));
        Assert.EndsWith($"/token: the answer is {status}", answer.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public void Shows_no_secret()
    {
        Assert.DoesNotContain("hush", ClientAuthentication.SecretBasic("gateway", new("hush")).ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("hush", ClientAuthentication.SecretPost("gateway", new("hush")).ToString(), StringComparison.Ordinal);
    }

    private async Task<FormAnswer> PostAsync(ClientAuthentication client, int status = 200)
    {
        _issuer ??= await Loopback.StartAsync(async context =>
        {
            _authorization = context.Request.Headers.Authorization.ToString();
            _form = (await context.Request.ReadFormAsync()).ToDictionary(field => field.Key, field => field.Value.ToString());
            context.Response.StatusCode = status;
            await context.Response.WriteAsync("{}");
        });
        return await _fetch.PostAsync(new($"http://{IPAddress.Loopback}:{_issuer.Port}/token"), [new("token", "t")], client, Cancel);
    }
}

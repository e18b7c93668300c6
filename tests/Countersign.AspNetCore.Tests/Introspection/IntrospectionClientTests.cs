using System.Net;
using Countersign.AspNetCore.Introspection;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.Tests.Issuers;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Countersign.Tokens.Rules;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.AspNetCore.Tests.Introspection;

public sealed class IntrospectionClientTests : IAsyncLifetime
{
    private readonly TurnedClock _clock = new();
    private Loopback _issuer = null!;
    private int _status = 200;
    private byte[] _answer = """{"active":true,"sub":"anna"}"""u8.ToArray();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _issuer = await Loopback.StartAsync(async context =>
    {
        if (context.Request.Path == "/.well-known/openid-configuration")
        {
            await context.Response.WriteAsync($$"""{"issuer":"{{Url}}","introspection_endpoint":"{{Url}}/introspect"}""");
            return;
        }

        context.Response.StatusCode = _status;
        await context.Response.Body.WriteAsync(_answer);
    });

    public ValueTask DisposeAsync() => _issuer.DisposeAsync();

    private string Url => $"http://127.0.0.1:{_issuer.Port}";

    [Fact]
    public async Task Finds_where_to_ask_in_the_metadata_of_the_issuer()
    {
        using var client = Client(discovers: true);

        Assert.Equal("anna", (await client.AskAsync("t", null, Cancel)).Claims?.Subject);
    }

    [Fact]
    public async Task Reads_an_inactive_token_as_a_no()
    {
        using var client = Client();
        _answer = """{"active":false}"""u8.ToArray();

        var reading = await client.AskAsync("t", null, Cancel);

        Assert.Equal((null, null), (reading.Claims, reading.Outage));
    }

    [Theory]
    [InlineData(401, "{}", "refuses the gateway")]                      // RFC 7662 §2.3
    [InlineData(403, "{}", "refuses the gateway")]
    [InlineData(500, "{\"active\":true}", "500")]
    [InlineData(302, "", "302")]
    [InlineData(200, "{\"active\":\"true\"}", "no active")]
    [InlineData(200, "{\"sub\":\"anna\"}", "no active")]
    [InlineData(200, "{\"active\":true,\"active\":false}", "no sound answer")]
    [InlineData(200, "active", "no sound answer")]
    [InlineData(200, "", "no sound answer")]
    public async Task Takes_nothing_else_for_a_word(int status, string answer, string failure)
    {
        using var client = Client();
        (_status, _answer) = (status, System.Text.Encoding.UTF8.GetBytes(answer));

        var reading = await client.AskAsync("2YotnFZFEjr1", null, Cancel);

        Assert.Null(reading.Claims);
        Assert.Contains(failure, reading.Outage, StringComparison.Ordinal);
        Assert.DoesNotContain("2YotnFZFEjr1", reading.Outage, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(413)]
    [InlineData(414)]
    [InlineData(422)]
    public async Task Strangers_can_not_have_the_issuer_left_in_peace_by_what_it_can_not_read(int status)
    {
        using var client = Client();
        _status = status;
        for (var i = 0; i < 2 * Breaker.Tolerated; i++)
        {
            var reading = await client.AskAsync($"invented{i}", null, Cancel);
            Assert.Equal(($"{Url}/introspect: the issuer can't read the token ({status}).", null, true), (reading.Fault, reading.Outage, reading.IsLasting));
        }

        _status = 200;
        Assert.NotNull((await client.AskAsync("t", null, Cancel)).Claims);
    }

    [Theory]
    [InlineData("\"\\ud800\"")]
    [InlineData("[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]")]
    [InlineData(null)] // longer than what is read
    public async Task What_somebody_wrote_into_a_profile_is_a_fault_of_this_answer_and_not_of_the_issuer(string? profile)
    {
        using var client = Client();
        var good = _answer;
        _answer = Said(profile ?? $"\"{new string('a', JwtClaimsReader.MaxAnswerLength)}\"");
        for (var i = 0; i < 2 * Breaker.Tolerated; i++)
        {
            var reading = await client.AskAsync($"t{i}", null, Cancel);
            Assert.StartsWith($"{Url}/introspect: no sound answer. ", reading.Outage, StringComparison.Ordinal);
            Assert.True(reading.IsLasting);
        }

        _answer = good;
        Assert.NotNull((await client.AskAsync("t", null, Cancel)).Claims);
    }

    [Fact]
    public async Task Reads_more_about_a_token_than_fits_into_one()
    {
        using var client = Client();
        _answer = Said($"\"{new string('a', 60_000)}\"");

        Assert.Equal("anna", (await client.AskAsync("t", null, Cancel)).Claims?.Subject);
    }

    [Theory]
    [InlineData(401, "{}")]
    [InlineData(401, """{"error":"invalid_client"}""")]
    [InlineData(400, """{"error":"invalid_client"}""")] // RFC 6749 §5.2: 401 is but recommended
    [InlineData(403, "{}")]
    public async Task Says_that_the_gateway_is_refused_however_it_shows_who_it_is(int status, string answer)
    {
        (_status, _answer) = (status, System.Text.Encoding.UTF8.GetBytes(answer));
        foreach (var authentication in (ClientAuthentication[])[
            ClientAuthentication.SecretBasic("gateway", new("s")), ClientAuthentication.PrivateKeyJwt("gateway", SigningKey.Create(JwsAlgorithm.ES256), Url, _clock)])
        {
            using var client = Client(authentication: authentication);

            Assert.Equal(
                $"{Url}/introspect: the issuer refuses the gateway as a client ({status}); look at client-id and its secret or key.",
                (await client.AskAsync("t", null, Cancel)).Outage);
        }
    }

    [Fact]
    public async Task Who_invents_tokens_leaves_room_for_others_at_a_slow_issuer()
    {
        const string place = ImaginedIssuer.Name + "/introspect";
        var (issuer, gate) = (new ImaginedIssuer(), new TaskCompletionSource());
        issuer.Gate = gate.Task;
        issuer.Says(place, _answer);
        using var client = new IntrospectionClient(ImaginedIssuer.Name, new(place), null, ClientAuthentication.SecretBasic("gateway", new("s")), issuer, _clock);

        var invented = Enumerable.Range(0, OpenQuestions.DefaultMost).Select(i => Ask($"invented-{i}", "192.0.2.1")).ToArray();
        var other = Ask("t", "192.0.2.2");

        var refused = invented.Where(question => question.IsCompleted).ToArray();
        Assert.Equal(OpenQuestions.DefaultMost * 3 / 4, refused.Length);
        Assert.Contains("the client's network", (await refused[0]).Outage, StringComparison.Ordinal);
        gate.SetResult();
        Assert.NotNull((await other).Claims);
        await Task.WhenAll(invented);
        Assert.NotNull((await Ask("t", "192.0.2.1")).Claims);

        Task<IntrospectionReading> Ask(string token, string address) => client.AskAsync(token, IPAddress.Parse(address), Cancel).AsTask();
    }

    [Fact]
    public async Task No_octets_of_an_issuer_make_it_throw()
    {
        var random = new Random(7662);
        var whole = _answer;
        for (var i = 0; i < 200; i++)
        {
            using var client = Client();
            _answer = [.. whole];
            _answer[random.Next(whole.Length)] = (byte)random.Next(256);
            var reading = await client.AskAsync("t", null, Cancel);
            Assert.True(reading.Claims is null || reading.Outage is null);
        }
    }

    private static byte[] Said(string profile) => System.Text.Encoding.UTF8.GetBytes($$"""{"active":true,"sub":"anna","profile":{{profile}}}""");

    private IntrospectionClient Client(bool discovers = false, ClientAuthentication? authentication = null) => new(
        Url,
        discovers ? null : new Uri(Url + "/introspect"),
        null,
        authentication ?? ClientAuthentication.SecretBasic("gateway", new("s")),
        OutboundHandler.Create(),
        _clock);
}

using System.Net;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.Tests.Issuers;
using Countersign.AspNetCore.TokenExchanges;
using Countersign.Tokens;
using Xunit;

namespace Countersign.AspNetCore.Tests.TokenExchanges;

public sealed class TokenExchangeTests : IDisposable
{
    private const string Endpoint = "https://issuer.example/token";

    private readonly TurnedClock _clock = new();
    private readonly ImaginedIssuer _issuer = new();
    private readonly List<string?> _told = [];
    private readonly TokenExchange _exchange;

    public TokenExchangeTests()
    {
        var options = new ExchangeOptions("https://issuer.example", ClientAuthentication.SecretBasic("gateway", new("secret"))) { TokenEndpoint = new(Endpoint), Audiences = ["orders"] };
        _exchange = new(new ExchangeClient(options, _issuer, _clock, _told.Add), _clock, capacity: 8);
        _issuer.Says(Endpoint, Good(300));
    }

    public void Dispose() => _exchange.Dispose();

    [Fact]
    public async Task Uses_a_token_until_half_a_minute_before_it_ends()
    {
        await AskAsync("t");
        _clock.Turn(269);
        Assert.Equal("Bearer new", (await AskAsync("t")).Authorization);
        Assert.Equal(1, _issuer.Count);

        _clock.Turn(1);
        await AskAsync("t");
        Assert.Equal(2, _issuer.Count);
    }

    [Fact]
    public async Task Uses_no_token_beyond_the_end_of_the_presented_one()
    {
        var ends = _clock.GetUtcNow() + TimeSpan.FromSeconds(10);
        await AskAsync("t", ends);
        _clock.Turn(9);
        await AskAsync("t", ends);
        Assert.Equal(1, _issuer.Count);

        _clock.Turn(1);
        await AskAsync("t", ends);
        Assert.Equal(2, _issuer.Count);
    }

    [Fact]
    public async Task Remembers_no_more_than_it_has_room_for()
    {
        for (var i = 0; i < 50; i++)
            await AskAsync($"t{i}");

        // Where there is no more room an eighth is forgotten, not all at once.
        Assert.InRange(_exchange.Count, 7, 8);
    }

    [Fact]
    public async Task Asks_no_more_than_so_many_questions_at_once()
    {
        var gate = new TaskCompletionSource();
        _issuer.Gate = gate.Task;
        var asked = Enumerable.Range(0, OpenQuestions.DefaultMost).Select(i => AskAsync($"t{i}").AsTask()).ToArray();

        Assert.Equal("The issuer has 256 questions to answer already, which is all that it is asked at once.", (await AskAsync("more")).Outage);
        Assert.Equal(asked.Length, _issuer.Count);

        gate.SetResult();
        Assert.All(await Task.WhenAll(asked), reading => Assert.True(reading.IsGood));
        Assert.True((await AskAsync("more")).IsGood);
    }

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized)]
    [InlineData(HttpStatusCode.BadRequest)]
    public async Task Says_that_the_gateway_is_refused(HttpStatusCode status)
    {
        _issuer.Answers(Endpoint, () => new(status) { Content = new StringContent("""{"error":"invalid_client"}""") });

        Assert.Equal($"{Endpoint}: the issuer refuses the gateway as a client ({(int)status}); look at client-id and its secret or key.", (await AskAsync("t")).Outage);
    }

    [Fact]
    public async Task Finds_a_remembered_token_without_allocating_anything()
    {
        await AskAsync("t");
        await AskAsync("t");

        var before = GC.GetAllocatedBytesForCurrentThread();
        var known = AskAsync("t");
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True((await known).IsGood);
        Assert.Equal(0, allocated);
    }

    [Fact]
    public async Task Leaves_an_issuer_in_peace_that_fails_again_and_again()
    {
        _issuer.IsDown(Endpoint);
        for (var i = 0; i < 20; i++)
            Assert.NotNull((await AskAsync($"t{i}")).Outage);
        Assert.Equal(Breaker.Tolerated, _issuer.Count);
        Assert.NotNull(Assert.Single(_told));

        _issuer.Says(Endpoint, Good(300));
        _clock.Turn(3);
        Assert.True((await AskAsync("t")).IsGood);
        Assert.Null(_told[^1]);
    }

    [Theory]
    [InlineData(200, "{}", false)]
    [InlineData(200, """{"access_token":"\ud800"}""", false)]
    [InlineData(500, "{}", true)]
    public async Task Nobody_has_it_left_in_peace_by_what_is_in_a_token(int status, string answer, bool isOneToken)
    {
        _issuer.Answers(Endpoint, () => new((HttpStatusCode)status) { Content = new StringContent(answer) });
        for (var i = 0; i < 2 * Breaker.Tolerated; i++)
            Assert.NotNull((await AskAsync(isOneToken ? "odd" : $"t{i}")).Outage);

        _issuer.Says(Endpoint, Good(300));
        Assert.True((await AskAsync("t")).IsGood);
        Assert.Empty(_told);
    }

    [Fact]
    public async Task Shows_no_token() => Assert.Equal("***", (await AskAsync("t")).ToString());

    private ValueTask<ExchangeReading> AskAsync(string token, DateTimeOffset? ends = null) =>
        _exchange.ForAsync(token, ends, TestContext.Current.CancellationToken);

    private static string Good(int expiresIn) =>
        $$"""{"access_token":"new","issued_token_type":"urn:ietf:params:oauth:token-type:access_token","token_type":"Bearer","expires_in":{{expiresIn}}}""";
}

using System.Net;
using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Outbound;
using Countersign.Tokens;
using Xunit;

namespace Countersign.AspNetCore.Tests.Issuers;

public sealed class IssuerEndpointTests : IDisposable
{
    private const string Place = ImaginedIssuer.Name + "/introspect";
    private const string NewPlace = ImaginedIssuer.Name + "/moved";

    private readonly TurnedClock _clock = new();
    private readonly ImaginedIssuer _issuer = new();
    private readonly List<string?> _news = [];
    private readonly IssuerEndpoint _endpoint;

    public IssuerEndpointTests()
    {
        _endpoint = new(
            IssuerEndpointKind.Introspection, ImaginedIssuer.Name, null, null, ClientAuthentication.SecretBasic("gateway", new("s")), _issuer, _clock, _news.Add);
        IsAt(Place);
        Answers(200);
    }

    public void Dispose() => _endpoint.Dispose();

    [Fact]
    public async Task Leaves_an_issuer_in_peace_that_fails_again_and_again_and_comes_back_to_it()
    {
        Answers(503);
        for (var i = 0; i < 20; i++)
            Assert.False(await AskAsync($"t{i}"));
        Assert.Equal(Breaker.Tolerated, Asked());
        Assert.NotNull(Assert.Single(_news));

        Answers(200);
        Assert.False(await AskAsync());
        _clock.Turn(2);

        Assert.True(await AskAsync());
        Assert.Equal(2, _news.Count);
        Assert.Null(_news[1]);
    }

    [Fact]
    public void Questions_that_failed_together_close_it_for_a_moment_and_no_longer()
    {
        var breaker = new Breaker(_clock, null);
        for (var i = 0; i < 50; i++)
            breaker.Fail("reset");
        Assert.NotNull(breaker.WhyClosed());

        _clock.Turn(2);

        Assert.Null(breaker.WhyClosed());
    }

    [Fact]
    public async Task Asks_less_and_less_often_while_the_failure_lasts()
    {
        _issuer.IsDown(Place);
        for (var i = 0; i < Breaker.Tolerated; i++)
            await AskAsync();
        var asked = new List<int>();
        for (var second = 1; second <= 14; second++)
        {
            _clock.Turn(1);
            var before = Asked();
            await AskAsync();
            if (Asked() > before)
                asked.Add(second);
        }

        Assert.Equal([2, 6, 14], asked);
    }

    [Theory]
    [InlineData(500)]
    [InlineData(503)]
    [InlineData(404)]
    [InlineData(403)]
    public async Task One_token_over_which_the_issuer_stumbles_does_not_have_it_left_in_peace(int status)
    {
        Answers(status);
        for (var i = 0; i < 3 * Breaker.Tolerated; i++)
            Assert.False(await AskAsync("odd"));

        Answers(200);
        Assert.True(await AskAsync());
        Assert.Empty(_news);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(429)]
    public async Task What_the_issuer_says_of_the_gateway_counts_whatever_the_token(int status)
    {
        Answers(status);
        for (var i = 0; i < 2 * Breaker.Tolerated; i++)
            Assert.False(await AskAsync());

        Assert.Equal(Breaker.Tolerated, Asked());
    }

    [Theory]
    [InlineData("invalid_client")]
    [InlineData("unauthorized_client")]
    public async Task A_gateway_that_may_not_ask_is_no_fault_of_the_token(string error)
    {
        _issuer.Answers(Place, () => new(HttpStatusCode.BadRequest) { Content = new StringContent($$"""{"error":"{{error}}"}""") });
        for (var i = 0; i < Breaker.Tolerated; i++)
            Assert.False(await AskAsync());

        Assert.Contains("look at client-id", Assert.Single(_news), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_known_of_an_issuer_serves_while_nobody_tells_anything_newer()
    {
        Assert.True(await AskAsync());
        Answers(500);
        await AskAsync("odd");
        _issuer.IsDown(ImaginedIssuer.OpenId);
        Answers(200);

        for (var i = 0; i < 10; i++)
            Assert.True(await AskAsync($"t{i}"));
        Assert.Equal(2, Discovered());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(200)]
    public async Task An_issuer_that_answers_again_is_well_whatever_it_says_of_a_token(int status)
    {
        Answers(503);
        for (var i = 0; i < Breaker.Tolerated; i++)
            await AskAsync($"t{i}");
        _clock.Turn(2);

        Answers(status);
        await AskAsync("invented");
        Answers(200);

        Assert.True(await AskAsync());
    }

    [Theory]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(410)]
    [InlineData(500)]
    [InlineData(0)] // no answer
    public async Task Asks_where_the_issuer_moved_to_when_the_former_place_fails(int status)
    {
        Assert.True(await AskAsync());
        IsAt(NewPlace);
        _issuer.Says(NewPlace, "{}");
        Answers(status);

        Assert.False(await AskAsync());
        Assert.True(await AskAsync());
        Assert.Equal(2, Discovered());
    }

    [Fact]
    public async Task Asks_for_the_metadata_of_an_issuer_that_fails_once_in_ten_seconds()
    {
        Answers(500);
        foreach (var read in (int[])[1, 2, 2, 2])
        {
            await AskAsync();
            Assert.Equal(read, Discovered());
        }

        _clock.Turn(10);
        await AskAsync();
        await AskAsync();
        Assert.Equal(3, Discovered());
    }

    private void IsAt(string url) => _issuer.Says(ImaginedIssuer.OpenId, $$"""{"issuer":"{{ImaginedIssuer.Name}}","introspection_endpoint":"{{url}}"}""");

    private void Answers(int status) => _issuer.Answers(
        Place, () => status == 0 ? throw new HttpRequestException(HttpRequestError.ConnectionError) : new((HttpStatusCode)status) { Content = new StringContent("{}") });

    private int Asked() => _issuer.Asked.Count(url => url == Place);

    private int Discovered() => _issuer.Asked.Count(url => url == ImaginedIssuer.OpenId);

    private async Task<bool> AskAsync(string token = "t") =>
        (await _endpoint.AskAsync(token, null, [new("token", token)], TestContext.Current.CancellationToken)).IsAnswered;
}

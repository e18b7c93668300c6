using System.Net;
using Countersign.Client.Failures;
using Countersign.Client.Proofs;
using Countersign.Tokens;
using Countersign.Tokens.Keys;
using Xunit;

namespace Countersign.Client.Tests.Proofs;

/// <summary>A client with a wrong clock gets in by the server's, and is told where that does not help.</summary>
public sealed class ServerClockTests
{
    private const string Api = "https://api.example";

    private readonly SetClock _clock = new();
    private readonly NamedGrant _grant = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3600)]
    [InlineData(-3600)]
    [InlineData(-20_000 * 86_400L)] // as after a reset
    public async Task A_refusal_tells_the_time_and_the_next_proofs_are_made_by_it(long ahead)
    {
        var server = new DpopResource(Off(ahead));
        using var client = Client(server);

        using var first = await client.GetAsync($"{Api}/a", Cancel);
        using var second = await client.GetAsync($"{Api}/a", Cancel);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal(3, server.Seen.Count);
        Assert.Single(_grant.Asked);
    }

    [Fact]
    public async Task A_clock_that_was_set_right_is_believed_again()
    {
        var theirs = Off(3600);
        var server = new DpopResource(theirs);
        using var client = Client(server);
        (await client.GetAsync($"{Api}/a", Cancel)).Dispose();

        theirs.By = TimeSpan.Zero;
        using var response = await client.GetAsync($"{Api}/a", Cancel);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_difference_is_told_where_it_does_not_help()
    {
        var server = new DpopResource(Off(600)) { Answer = _ => DpopResource.Refusal("DPoP error=\"invalid_token\"") };
        using var client = Client(server);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync($"{Api}/a", Cancel));

        Assert.Equal(FailureReason.CredentialsRejected, failed.Failure.Reason);
        Assert.Contains("the server's clock is 600 s ahead of ours", failed.Message, StringComparison.Ordinal);
    }

    [Theory] // Date tells seconds, and answers have a way to go
    [InlineData(4)]
    [InlineData(-4)]
    [InlineData(-100_000 * 86_400L)]
    [InlineData(2_900_000 * 86_400L)]
    public async Task Small_differences_and_absurd_ones_are_not_corrected(long ahead)
    {
        var server = new DpopResource(_clock);
        server.Answer = _ => new(HttpStatusCode.Unauthorized)
        {
            Headers = { Date = DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20_000) + TimeSpan.FromSeconds(ahead), WwwAuthenticate = { new("DPoP", "error=\"invalid_dpop_proof\"") } },
        };
        using var client = Client(server);

        await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync($"{Api}/a", Cancel));

        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task A_slow_answer_is_no_wrong_clock()
    {
        var server = new DpopResource(_clock);
        server.Answer = _ => DpopResource.Refusal("DPoP error=\"invalid_dpop_proof\"");
        server.Delay = _ =>
        {
            _clock.Advance(TimeSpan.FromSeconds(30));
            return Task.CompletedTask;
        };
        using var client = Client(server);

        var failed = await Assert.ThrowsAsync<AuthenticationFailedException>(() => client.GetAsync($"{Api}/a", Cancel));

        Assert.DoesNotContain("clock", failed.Message, StringComparison.Ordinal);
        Assert.Single(server.Seen);
    }

    private OffClock Off(long seconds) => new(_clock) { By = TimeSpan.FromSeconds(seconds) };

    private HttpClient Client(DpopResource server)
    {
        var options = new ReauthenticationOptions { Clock = _clock };
        options.AddDpop(Api, _grant, new(SigningKey.Create(JwsAlgorithm.ES256), _clock));
        return new(new ReauthenticationHandler(options, server));
    }

    private sealed class OffClock(TimeProvider clock) : TimeProvider
    {
        public TimeSpan By { get; set; }

        public override DateTimeOffset GetUtcNow() => clock.GetUtcNow() + By;
    }
}

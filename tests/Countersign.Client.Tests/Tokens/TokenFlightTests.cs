using Countersign.Client.Failures;
using Countersign.Client.Tokens;
using Xunit;

namespace Countersign.Client.Tests.Tokens;

/// <summary>However many want a token, one asks for it, and whoever gives up gives up alone.</summary>
public sealed class TokenFlightTests
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private readonly SetClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thousand_who_want_one_ask_once()
    {
        var (flight, grant) = Create();
        grant.Hold();

        var wanted = Enumerable.Range(0, 1000).Select(_ => flight.GetAsync(Cancel).AsTask()).ToList();
        grant.Release();
        var outcomes = await Task.WhenAll(wanted);

        Assert.Equal(1, grant.Asked);
        Assert.Single(outcomes.Select(outcome => outcome.Token).Distinct());
    }

    [Fact]
    public async Task A_thousand_whose_token_is_refused_ask_once()
    {
        var (flight, grant) = Create();
        var old = await TokenOf(flight.GetAsync(Cancel));
        grant.Hold();

        var wanted = Enumerable.Range(0, 1000).Select(_ => flight.RenewAsync(old, Cancel).AsTask()).ToList();
        grant.Release();
        await Task.WhenAll(wanted);

        Assert.Equal(2, grant.Asked);
    }

    [Fact]
    public async Task A_late_refusal_of_an_old_token_gets_the_newer_one_without_a_question()
    {
        var (flight, grant) = Create();
        var old = await TokenOf(flight.GetAsync(Cancel));
        var renewed = await TokenOf(flight.RenewAsync(old, Cancel));

        var late = await TokenOf(flight.RenewAsync(old, Cancel));

        Assert.Same(renewed, late);
        Assert.Equal(2, grant.Asked);
    }

    [Fact]
    public async Task The_first_who_asks_can_leave_and_all_others_get_the_token()
    {
        var (flight, grant) = Create();
        grant.Hold();
        using var leaving = new CancellationTokenSource();
        var first = flight.GetAsync(leaving.Token).AsTask();
        var second = flight.GetAsync(Cancel).AsTask();

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        grant.Release();
        Assert.NotNull((await second).Token);
        Assert.Equal(1, grant.Asked);
    }

    [Fact]
    public async Task Nobody_waits_when_a_token_is_about_to_end()
    {
        var (flight, grant) = Create(Hour);
        var old = await TokenOf(flight.GetAsync(Cancel));
        _clock.Advance(Hour - TimeSpan.FromMinutes(4));

        Assert.Same(old, await TokenOf(flight.GetAsync(Cancel)));

        await Eventually(() => grant.Asked == 2 && !flight.IsBusy);
        Assert.NotSame(old, await TokenOf(flight.GetAsync(Cancel)));
    }

    [Fact]
    public async Task A_token_that_has_ended_is_not_used()
    {
        var (flight, grant) = Create(Hour);
        await flight.GetAsync(Cancel);
        _clock.Advance(Hour);

        await flight.GetAsync(Cancel);

        Assert.Equal(2, grant.Asked);
    }

    [Fact]
    public async Task A_token_of_a_second_does_not_make_a_loop()
    {
        var (flight, grant) = Create(TimeSpan.FromSeconds(1));

        for (var i = 0; i < 100; i++)
            await flight.GetAsync(Cancel);

        Assert.Equal(1, grant.Asked);
    }

    [Fact]
    public async Task New_tokens_that_are_refused_as_well_are_not_asked_for_again_and_again()
    {
        var (flight, grant) = Create();
        var token = await TokenOf(flight.GetAsync(Cancel));

        Failure? failure = null;
        for (var i = 0; i < 100; i++)
        {
            var outcome = await flight.RenewAsync(token, Cancel);
            token = outcome.Token ?? token;
            failure = outcome.Failure;
        }

        Assert.Equal(2, grant.Asked);
        Assert.Equal(FailureReason.CredentialsRejected, failure?.Reason);
    }

    [Fact]
    public async Task A_token_that_was_taken_for_a_while_is_renewed_when_it_is_refused()
    {
        var (flight, grant) = Create();
        var token = await TokenOf(flight.GetAsync(Cancel));

        for (var i = 0; i < 5; i++)
        {
            token.Prove();
            token = await TokenOf(flight.RenewAsync(token, Cancel));
        }

        Assert.Equal(6, grant.Asked);
    }

    [Fact]
    public async Task A_failure_is_everybodys_and_is_not_asked_for_again_at_once()
    {
        var (flight, grant) = Create();
        grant.Refusal = () => GrantOutcome.Of(new Failure(FailureReason.TokenUnavailable), RetryRule.BackOff);

        for (var i = 0; i < 10; i++)
            Assert.Equal(FailureReason.TokenUnavailable, (await flight.GetAsync(Cancel)).Failure?.Reason);
        Assert.Equal(1, grant.Asked);

        grant.Refusal = null;
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.NotNull((await flight.GetAsync(Cancel)).Token);
    }

    [Fact]
    public async Task Waits_as_long_as_the_server_says()
    {
        var (flight, grant) = Create();
        grant.Refusal = () => GrantOutcome.Of(new Failure(FailureReason.TokenUnavailable) { RetryAfter = TimeSpan.FromSeconds(90) }, RetryRule.BackOff);
        await flight.GetAsync(Cancel);

        _clock.Advance(TimeSpan.FromSeconds(89));
        await flight.GetAsync(Cancel);
        Assert.Equal(1, grant.Asked);

        _clock.Advance(TimeSpan.FromSeconds(1));
        await flight.GetAsync(Cancel);
        Assert.Equal(2, grant.Asked);
    }

    [Fact]
    public async Task Does_not_ask_with_each_request_because_the_server_says_at_once()
    {
        var (flight, grant) = Create();
        grant.Refusal = () => GrantOutcome.Of(new Failure(FailureReason.TokenUnavailable) { RetryAfter = TimeSpan.Zero }, RetryRule.BackOff);

        for (var i = 0; i < 10; i++)
            await flight.GetAsync(Cancel);

        Assert.Equal(1, grant.Asked);
    }

    [Fact]
    public async Task Does_not_ask_with_each_request_for_the_next_of_a_server_that_gives_the_same_until_it_ends()
    {
        var (flight, grant) = Create();
        var began = _clock.GetTimestamp();
        grant.Refusal = () => GrantOutcome.Of(new AccessToken(new("same")) { Lifetime = Hour - _clock.GetElapsedTime(began), AskedAt = _clock.GetTimestamp() });
        await flight.GetAsync(Cancel);
        _clock.Advance(Hour - TimeSpan.FromMinutes(4));

        for (var i = 0; i < 10; i++)
        {
            await flight.GetAsync(Cancel);
            await Eventually(() => !flight.IsBusy);
        }

        Assert.Equal(2, grant.Asked);
    }

    [Fact]
    public async Task The_same_token_given_anew_counts_from_then_on()
    {
        var (flight, grant) = Create();
        grant.Refusal = () => GrantOutcome.Of(new AccessToken(new("same")) { Lifetime = Hour, AskedAt = _clock.GetTimestamp() });
        await flight.GetAsync(Cancel);
        _clock.Advance(Hour);

        for (var i = 0; i < 10; i++)
            await flight.GetAsync(Cancel);

        Assert.Equal(2, grant.Asked);
    }

    [Fact]
    public async Task Serves_the_token_at_hand_while_the_next_can_not_be_got()
    {
        var (flight, grant) = Create(Hour);
        var old = await TokenOf(flight.GetAsync(Cancel));
        grant.Refusal = () => GrantOutcome.Of(new Failure(FailureReason.TokenUnavailable), RetryRule.BackOff);
        _clock.Advance(Hour - TimeSpan.FromMinutes(2));

        for (var i = 0; i < 10; i++)
            Assert.Same(old, await TokenOf(flight.GetAsync(Cancel)));

        await Eventually(() => !flight.IsBusy);
        Assert.Equal(2, grant.Asked);
    }

    [Fact]
    public async Task A_grant_that_throws_is_a_failure_like_others()
    {
        var (flight, grant) = Create();
        grant.Refusal = () => throw new InvalidOperationException("boom");

        var outcome = await flight.GetAsync(Cancel);

        Assert.Equal(FailureReason.TokenUnavailable, outcome.Failure?.Reason);
        Assert.IsType<InvalidOperationException>(outcome.Failure?.Cause);
    }

    [Fact]
    public async Task A_grant_whose_patience_can_not_be_measured_is_a_failure_like_others()
    {
        var flight = new TokenFlights(new Endless(), _clock).For(new());

        Assert.Equal(FailureReason.TokenUnavailable, (await flight.GetAsync(Cancel).AsTask().WaitAsync(TimeSpan.FromSeconds(30), Cancel)).Failure!.Reason);
    }

    [Fact]
    public async Task A_question_that_is_never_answered_ends()
    {
        var (flight, grant) = Create();
        grant.Hold();
        var wanted = flight.GetAsync(Cancel).AsTask();
        await Eventually(() => grant.Asked == 1);

        _clock.Advance(TokenPace.LongestQuestion);

        Assert.Equal(FailureReason.TokenUnavailable, (await wanted).Failure?.Reason);
    }

    private static async Task<AccessToken> TokenOf(ValueTask<GrantOutcome> outcome) => (await outcome).Token!;

    private static async Task Eventually(Func<bool> condition)
    {
        while (!condition())
            await Task.Delay(5, Cancel);
    }

    private (TokenFlight Flight, StubGrant Grant) Create(TimeSpan? lifetime = null)
    {
        var grant = new StubGrant(_clock, lifetime);
        return (new(new(), grant, new(_clock), _clock), grant);
    }

    private sealed class Endless : TokenGrant
    {
        protected internal override TimeSpan Patience => base.Patience + TimeSpan.MaxValue;

        public override Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel) => Task.FromResult(GrantOutcome.Of(new AccessToken(new("t"))));
    }
}

using Countersign.Client.Failures;
using Countersign.Client.Tokens;
using Xunit;

namespace Countersign.Client.Tests.Tokens;

/// <summary>What becomes of a token that a server refuses, and of the question for the next when things go wrong.</summary>
public sealed class RenewalTests
{
    private const string Late = "the grant failed late";
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly AsyncLocal<string> Caller = new();
    private readonly SetClock _clock = new();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_takes_each_token_and_refuses_it_soon_does_not_get_new_ones_for_ever()
    {
        var grant = new StubGrant(_clock);
        var flight = FlightOf(grant);
        var token = (await flight.GetAsync(Cancel)).Token!;

        GrantOutcome outcome;
        do
        {
            token.Prove();
            outcome = await flight.RenewAsync(token, Cancel);
            token = outcome.Token ?? token;
        }
        while (outcome.Token is not null && grant.Asked < 100);

        Assert.Equal(1 + RenewalBudget.Most, grant.Asked);
        Assert.Equal(FailureReason.RenewedTooOften, outcome.Failure?.Reason);

        _clock.Advance(RenewalBudget.Window);
        Assert.NotNull((await flight.RenewAsync(token, Cancel)).Token);
    }

    [Fact]
    public async Task A_question_from_before_the_refusal_that_brings_the_refused_token_is_followed_by_another()
    {
        var grant = new ListGrant("a", "a", "b") { Lifetime = Hour };
        var flight = FlightOf(grant);
        var old = (await flight.GetAsync(Cancel)).Token!;
        _clock.Advance(Hour - TimeSpan.FromMinutes(1));
        grant.Hold();
        await flight.GetAsync(Cancel); // begins to ask for the next

        var renewed = flight.RenewAsync(old, Cancel).AsTask();
        grant.Release();

        Assert.Equal("b", (await renewed).Token!.Value.Reveal());
    }

    [Fact]
    public async Task A_grant_that_has_no_other_token_is_asked_once()
    {
        var grant = new ListGrant("a");
        var flight = FlightOf(grant);
        var old = (await flight.GetAsync(Cancel)).Token!;

        for (var i = 0; i < 10; i++)
            Assert.Equal(FailureReason.CredentialsRejected, (await flight.RenewAsync(old, Cancel)).Failure?.Reason);

        Assert.Equal(2, grant.Asked);
    }

    [Fact]
    public async Task The_same_token_by_another_way_is_no_newer_one() // a store gives objects of its own
    {
        var grant = new StubGrant(_clock);
        var flight = FlightOf(grant);
        var token = (await flight.GetAsync(Cancel)).Token!;

        var renewed = await flight.RenewAsync(new AccessToken(token.Value), Cancel);

        Assert.False(renewed.Token!.IsSame(token));
        Assert.Equal(2, grant.Asked);
    }

    [Fact]
    public async Task A_token_counts_from_when_it_was_asked_for_where_the_grant_does_not_say()
    {
        var grant = new ListGrant("a", "b") { Lifetime = Hour };
        _clock.Advance(TimeSpan.FromDays(3));
        var flight = FlightOf(grant);
        var token = (await flight.GetAsync(Cancel)).Token;

        _clock.Advance(TimeSpan.FromMinutes(30));

        Assert.Same(token, (await flight.GetAsync(Cancel)).Token);
        Assert.Equal(1, grant.Asked);
    }

    [Theory]
    [InlineData(600, "ahead of", "ended")]
    [InlineData(-600, "behind", "not yet begun")]
    public async Task Says_when_the_clocks_of_two_servers_differ(int seconds, string how, string taken)
    {
        var flight = FlightOf(new StubGrant(_clock));
        var old = (await flight.GetAsync(Cancel)).Token!;
        var next = (await flight.RenewAsync(old, Cancel)).Token!;

        var outcome = await flight.RenewAsync(next, TimeSpan.FromSeconds(seconds), Cancel);

        Assert.Equal($"A new token was refused like the one before. The server's clock is 600 s {how} this one: it may take the token for {taken}.", outcome.Failure!.Detail);
    }

    [Fact]
    public async Task Says_how_much_longer_nobody_asks()
    {
        var grant = new StubGrant(_clock) { Refusal = () => GrantOutcome.Of(new Failure(FailureReason.TokenUnavailable) { RetryAfter = TimeSpan.FromSeconds(90) }, RetryRule.BackOff) };
        var flight = FlightOf(grant);
        await flight.GetAsync(Cancel);
        _clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(60, (await flight.GetAsync(Cancel)).Failure!.RetryAfter!.Value.TotalSeconds);
    }

    [Fact]
    public async Task A_server_does_not_make_anybody_wait_for_longer_than_an_hour()
    {
        var grant = new StubGrant(_clock) { Refusal = () => GrantOutcome.Of(new Failure(FailureReason.TokenUnavailable) { RetryAfter = TimeSpan.FromDays(300) }, RetryRule.BackOff) };
        var flight = FlightOf(grant);
        await flight.GetAsync(Cancel);

        _clock.Advance(Hour);
        await flight.GetAsync(Cancel);

        Assert.Equal(2, grant.Asked);
    }

    [Fact]
    public async Task A_grant_that_does_not_look_at_the_time_keeps_nobody()
    {
        var never = new ListGrant("a");
        never.Hold();
        var flight = FlightOf(never);
        var wanted = flight.GetAsync(Cancel).AsTask();
        while (never.Asked == 0)
            await Task.Yield();

        _clock.Advance(TokenPace.LongestQuestion);

        Assert.Equal(FailureReason.TokenUnavailable, (await wanted).Failure?.Reason);
    }

    [Fact]
    public async Task Nothing_of_the_first_who_asks_flows_into_the_question_of_all()
    {
        Caller.Value = "the first";
        var seen = "nobody asked";
        var flight = FlightOf(new StubGrant(_clock)
        {
            Refusal = () =>
            {
                seen = Caller.Value;
                return GrantOutcome.Of(new Failure(FailureReason.TokenUnavailable), RetryRule.AtOnce);
            },
        });

        await flight.GetAsync(Cancel);

        Assert.Null(seen);
    }

    [Fact]
    public async Task A_grant_that_fails_after_everybody_has_left_leaves_no_unobserved_exception()
    {
        var unobserved = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        void Note(object? sender, UnobservedTaskExceptionEventArgs args) => unobserved.Enqueue(args.Exception);
        TaskScheduler.UnobservedTaskException += Note;
        try
        {
            await FailLateAsync();
            for (var i = 0; i < 3; i++)
            {
                GC.Collect();
                GC.WaitForPendingFinalizers();
            }

            // The process has other tests, whose exceptions are their own.
            Assert.DoesNotContain(unobserved, exception => exception.ToString().Contains(Late, StringComparison.Ordinal));
        }
        finally
        {
            TaskScheduler.UnobservedTaskException -= Note;
        }
    }

    [Fact]
    public void Kinds_of_requests_are_bounded_and_a_question_on_its_way_is_kept()
    {
        var grant = new StubGrant(_clock);
        grant.Hold();
        var flights = new TokenFlights(grant, _clock);
        var busy = flights.For(new() { Partition = "busy" });
        _ = busy.GetAsync(Cancel).AsTask();

        for (var i = 0; i < TokenFlights.MaxFlights + 100; i++)
            flights.For(new() { Partition = $"{i}" });

        Assert.InRange(flights.Count, 1, TokenFlights.MaxFlights);
        Assert.Same(busy, flights.For(new() { Partition = "busy" }));
        grant.Release();
    }

    private async Task FailLateAsync()
    {
        var grant = new ListGrant("a") { Fault = new InvalidOperationException(Late) };
        grant.Hold();
        var flight = FlightOf(grant);
        var wanted = flight.GetAsync(Cancel).AsTask();
        while (grant.Asked == 0)
            await Task.Yield();
        _clock.Advance(TokenPace.LongestQuestion);
        await wanted;
        grant.Release();
        await Task.Delay(50, Cancel);
    }

    private TokenFlight FlightOf(TokenGrant grant) => new(new(), grant, new(_clock), _clock);

    /// <summary>Gives these tokens, the last again and again, and looks at no time.</summary>
    private sealed class ListGrant(params string[] tokens) : TokenGrant
    {
        private TaskCompletionSource? _gate;
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public TimeSpan? Lifetime { get; init; }

        public Exception? Fault { get; init; }

        public void Hold() => _gate = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Release() => _gate!.TrySetResult();

        public override async Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
        {
            var number = Interlocked.Increment(ref _asked);
            if (_gate is { } gate)
                await gate.Task;
            return Fault is null ? GrantOutcome.Of(new AccessToken(new(tokens[Math.Min(number, tokens.Length) - 1])) { Lifetime = Lifetime }) : throw Fault;
        }
    }
}

using Countersign.Client.Failures;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;
using Xunit;

namespace Countersign.Client.Tests.Tokens.Grants;

/// <summary>What a person signed in for is kept for that: a server that demands a stronger or newer sign-in (RFC 9470) gets no token of another.</summary>
public sealed class SignInFamilyTests : IDisposable
{
    private readonly SetClock _clock = new();
    private readonly MemoryTokenStore _store = new();
    private readonly RotatingServer _server = new();
    private readonly BackChannel _channel;
    private readonly People _people = new();

    public SignInFamilyTests() => _channel = new(_server.Stub);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task A_stronger_sign_in_is_not_replaced_by_the_one_at_hand()
    {
        var grant = Grant(_store);
        await grant.RequestAsync(new(), null, Cancel);

        var strong = await grant.RequestAsync(new() { AcrValues = "phr" }, null, Cancel);
        var stronger = await grant.RequestAsync(new() { AcrValues = "phrh" }, null, Cancel);

        Assert.Equal("signed-in-2 signed-in-3", $"{strong.Token?.Value.Reveal()} {stronger.Token?.Value.Reveal()}");
        Assert.Equal(["", "phr", "phrh"], _people.Asked.Select(request => request.AcrValues));
        Assert.Equal("signed-in-1", (await grant.RequestAsync(new(), null, Cancel)).Token?.Value.Reveal());
    }

    [Fact]
    public async Task A_stronger_sign_in_is_refreshed_by_what_came_with_it()
    {
        var grant = Grant(_store);
        await grant.RequestAsync(new() { AcrValues = "phr" }, null, Cancel);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("t1", (await grant.RequestAsync(new() { AcrValues = "phr" }, null, Cancel)).Token?.Value.Reveal());
        Assert.Single(_people.Asked);
    }

    [Fact]
    public async Task A_sign_in_that_is_too_long_ago_is_not_refreshed_but_done_anew()
    {
        var grant = Grant(_store);
        var wanted = new TokenRequest { MaxAge = TimeSpan.FromMinutes(5) };
        await grant.RequestAsync(wanted, null, Cancel);
        _clock.Advance(TimeSpan.FromMinutes(4));
        Assert.Equal("signed-in-1", (await grant.RequestAsync(wanted, null, Cancel)).Token?.Value.Reveal());

        _clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal("signed-in-2", (await grant.RequestAsync(wanted, null, Cancel)).Token?.Value.Reveal());
        Assert.Empty(_server.Stub.Asked);
    }

    [Fact]
    public async Task A_refresh_token_of_the_configuration_is_of_no_stronger_sign_in()
    {
        var grant = new RefreshTokenGrant(Endpoint(), _store, "api") { InitialToken = new("r0"), SignIn = _people };

        await grant.RequestAsync(new() { AcrValues = "phr" }, null, Cancel);

        Assert.Empty(_server.Stub.Asked);
        Assert.Equal("t1", (await grant.RequestAsync(new(), null, Cancel)).Token?.Value.Reveal());
    }

    [Fact]
    public async Task A_token_that_is_kept_does_not_wait_for_a_person_who_signs_in_for_another()
    {
        var grant = Grant(_store);
        await grant.RequestAsync(new() { Scope = "a" }, null, Cancel);
        var kept = (await _store.ReadAsync("api", Cancel))!;
        await _store.TryReplaceAsync("api", kept.Version, kept with { RefreshToken = null }, Cancel);
        var gate = new TaskCompletionSource();
        _people.Before = () => gate.Task;
        var waiting = grant.RequestAsync(new() { Scope = "b" }, null, Cancel);

        Assert.Equal("signed-in-1", (await grant.RequestAsync(new() { Scope = "a" }, null, Cancel).WaitAsync(TimeSpan.FromSeconds(30), Cancel)).Token?.Value.Reveal());
        Assert.False(waiting.IsCompleted);
        gate.SetResult();
        await waiting;
    }

    [Fact]
    public async Task Nobody_signs_in_twice_because_the_store_is_full()
    {
        var store = new NotingStore(_store, []) { IsFull = true };
        var grant = Grant(store);

        var first = await grant.RequestAsync(new(), null, Cancel);
        var second = await grant.RequestAsync(new(), null, Cancel);
        store.IsFull = false;
        await grant.RequestAsync(new(), null, Cancel);

        Assert.Equal("signed-in-1 signed-in-1", $"{first.Token?.Value.Reveal()} {second.Token?.Value.Reveal()}");
        Assert.Single(_people.Asked);
        Assert.Equal("r0", (await _store.ReadAsync("api", Cancel))?.RefreshToken?.Reveal());
    }

    [Fact]
    public async Task A_server_that_demands_something_else_each_time_does_not_have_everybody_sign_in_each_time()
    {
        var grant = Grant(_store);
        GrantOutcome? last = null;
        for (var i = 0; i < 30; i++)
            last = await grant.RequestAsync(new() { MaxAge = TimeSpan.FromSeconds(i) }, null, Cancel);

        Assert.InRange(_people.Asked.Count, 1, 10);
        Assert.Equal((FailureReason.RenewedTooOften, TimeSpan.FromMinutes(10)), (last!.Failure!.Reason, last.Failure.RetryAfter!.Value));
        Assert.NotNull((await grant.RequestAsync(new() { MaxAge = TimeSpan.Zero, Partition = "ann" }, null, Cancel)).Token);
        Assert.NotNull((await grant.RequestAsync(new() { MaxAge = TimeSpan.Zero, Resource = new("https://other.example") }, null, Cancel)).Token);
        _clock.Advance(TimeSpan.FromMinutes(10));
        Assert.NotNull((await grant.RequestAsync(new() { MaxAge = TimeSpan.Zero }, null, Cancel)).Token);
    }

    [Fact]
    public async Task A_grant_without_a_person_is_asked_as_often_as_tokens_end()
    {
        var grant = new RefreshTokenGrant(Endpoint(), _store, "api") { SignIn = new People { IsMachine = true } };

        for (var i = 0; i < 30; i++)
            Assert.NotNull((await grant.RequestAsync(new() { MaxAge = TimeSpan.FromSeconds(i) }, null, Cancel)).Token);
    }

    private TokenEndpoint Endpoint() => new(new("https://as.example/token"), ClientAuthentication.None("app"), _channel, _clock);

    private RefreshTokenGrant Grant(ITokenStore store) => new(Endpoint(), store, "api") { SignIn = _people };

    private sealed class People : TokenGrant
    {
        public List<TokenRequest> Asked { get; } = [];

        public bool IsMachine { get; init; }

        protected internal override TimeSpan Patience => IsMachine ? base.Patience : TimeSpan.FromMinutes(5);

        public Func<Task> Before { get; set; } = () => Task.CompletedTask;

        public override async Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
        {
            Asked.Add(request);
            await Before();
            return GrantOutcome.Of(new AccessToken(new($"signed-in-{Asked.Count}")) { Lifetime = TimeSpan.FromMinutes(30), RefreshToken = new("r0") });
        }
    }
}

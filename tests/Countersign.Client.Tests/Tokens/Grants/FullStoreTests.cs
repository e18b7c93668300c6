using Countersign.Client.Failures;
using Countersign.Client.Tests.Telemetry;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;
using Xunit;

namespace Countersign.Client.Tests.Tokens.Grants;

/// <summary>Where the store can't be written, no refresh token is used up whose successor only one program would know: another would use the old one, and end the family.</summary>
public sealed class FullStoreTests : IDisposable
{
    private readonly SetClock _clock = new();
    private readonly MemoryTokenStore _kept = new();
    private readonly NotingStore _store;
    private readonly RotatingServer _server = new();
    private readonly BackChannel _channel;

    public FullStoreTests() => (_channel, _store) = (new(_server.Stub), new(_kept, []));

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task Uses_no_refresh_token_whose_successor_could_not_be_kept()
    {
        var grant = Grant(_store);
        await grant.RequestAsync(new(), null, Cancel);
        _clock.Advance(TimeSpan.FromHours(1));
        _store.IsFull = true;

        var failure = (await grant.RequestAsync(new(), null, Cancel)).Failure!;

        Assert.Equal("IOException", failure.Cause!.GetType().Name);
        Assert.Single(_server.Stub.Asked);
        _store.IsFull = false;
        Assert.Equal("t2", (await grant.RequestAsync(new(), null, Cancel)).Token?.Value.Reveal());
    }

    [Fact]
    public async Task Serves_what_still_counts_while_the_store_is_full()
    {
        var grant = Grant(_store);
        var token = (await grant.RequestAsync(new(), null, Cancel)).Token!;
        _clock.Advance(TimeSpan.FromMinutes(57));
        _store.IsFull = true;

        Assert.True(token.IsSame((await grant.RequestAsync(new(), null, Cancel)).Token));
    }

    [Fact]
    public async Task Keeps_others_from_a_token_that_is_used_up_until_its_successor_is_kept()
    {
        FillWhileTheServerIsAsked();
        var (one, other) = (Grant(_store), Grant(_kept));
        Assert.Equal("t1", (await one.RequestAsync(new(), null, Cancel)).Token?.Value.Reveal());
        Assert.Equal("r0", await KeptAsync());

        var waiting = other.RequestAsync(new(), null, Cancel);
        for (var i = 0; i < 20; i++)
        {
            await Task.Delay(1, Cancel);
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.False(waiting.IsCompleted);
        _store.IsFull = false;
        while (!waiting.IsCompleted)
        {
            await Task.Delay(1, Cancel);
            _clock.Advance(TimeSpan.FromMilliseconds(100));
        }

        Assert.Equal(("t1", "r1"), ((await waiting).Token?.Value.Reveal(), await KeptAsync()));
        Assert.Equal((0, 1), (_server.Reuses, _server.Stub.Asked.Count));
    }

    [Fact]
    public async Task Goes_on_with_the_successor_that_only_it_knows()
    {
        FillWhileTheServerIsAsked();
        var grant = Grant(_store);
        await grant.RequestAsync(new(), null, Cancel);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("t2", (await grant.RequestAsync(new(), null, Cancel)).Token?.Value.Reveal());
        Assert.Equal(0, _server.Reuses);
    }

    [Fact]
    public async Task Asks_once_with_a_successor_that_the_server_refuses_while_only_it_knows_it()
    {
        FillWhileTheServerIsAsked();
        var grant = Grant(_store);
        await grant.RequestAsync(new(), null, Cancel);
        _clock.Advance(TimeSpan.FromHours(1));
        _server.Stub.Answer = _ => StubEndpoint.No("invalid_grant");

        var outcome = await grant.RequestAsync(new(), null, Cancel);

        Assert.Equal(FailureReason.SignInNeeded, outcome.Failure?.Reason);
        Assert.Equal(2, _server.Stub.Asked.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Keeps_its_successor_though_the_old_one_was_written_anew_or_the_store_is_empty(bool isWrittenAnew)
    {
        FillWhileTheServerIsAsked();
        var grant = Grant(_store);
        await grant.RequestAsync(new(), null, Cancel);
        var old = (await _kept.ReadAsync("api", Cancel))!;
        if (isWrittenAnew)
            Assert.True(await _kept.TryReplaceAsync("api", old.Version, old, Cancel));
        else
            _store.Forget();
        _store.IsFull = false;

        await grant.SettleAsync();

        Assert.Equal("r1", (await _store.ReadAsync("api", Cancel))?.RefreshToken?.Reveal());
    }

    [Fact]
    public async Task Gives_way_to_who_signed_in_anew_meanwhile()
    {
        FillWhileTheServerIsAsked();
        var grant = Grant(_store);
        await grant.RequestAsync(new(), null, Cancel);
        var old = (await _kept.ReadAsync("api", Cancel))!;
        Assert.True(await _kept.TryReplaceAsync("api", old.Version, old with { RefreshToken = new("of-another") }, Cancel));
        _store.IsFull = false;

        await grant.SettleAsync();

        Assert.Equal("of-another", await KeptAsync());
    }

    [Fact]
    public async Task Tries_once_more_at_the_end_of_the_program()
    {
        FillWhileTheServerIsAsked();
        var flights = new TokenFlights(Grant(_store), _clock);
        await flights.For(new()).GetAsync(Cancel);
        _store.IsFull = false;

        await flights.SettleAsync();

        Assert.Equal("r1", await KeptAsync());
        Assert.NotNull(await _kept.TryLeaseAsync("api", TimeSpan.FromMinutes(1), Cancel));
    }

    [Fact]
    public async Task Says_so_in_the_log()
    {
        FillWhileTheServerIsAsked();
        var log = new KeptLog();
        var options = new ReauthenticationOptions { Clock = _clock, LoggerFactory = log };
        options.AddBearer("https://api.example", Grant(_store));
        using var client = new HttpClient(new ReauthenticationHandler(options, new TokenApi(_ => true)));
        using var response = await client.GetAsync("https://api.example", Cancel);

        Assert.Contains(log.Lines, line => line.StartsWith("Error 2006 ", StringComparison.Ordinal));
        Assert.DoesNotContain(log.Lines, line => line.Contains("r1", StringComparison.Ordinal));
    }

    private void FillWhileTheServerIsAsked() => _server.Stub.Before = (_, _) =>
    {
        _store.IsFull = true;
        return Task.CompletedTask;
    };

    private RefreshTokenGrant Grant(ITokenStore store) =>
        new(new(new("https://as.example/token"), ClientAuthentication.None("app"), _channel, _clock), store, "api") { InitialToken = new("r0") };

    private async Task<string?> KeptAsync() => (await _kept.ReadAsync("api", Cancel))?.RefreshToken?.Reveal();
}

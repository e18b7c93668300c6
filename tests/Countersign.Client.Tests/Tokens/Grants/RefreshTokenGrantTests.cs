using System.Net;
using Countersign.Client.Failures;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;
using Xunit;

namespace Countersign.Client.Tests.Tokens.Grants;

/// <summary>A refresh token is used by one at a time, its successor kept before it is used, and dropped only on the server's word (CLIENT.md §2: rotation).</summary>
public sealed class RefreshTokenGrantTests : IDisposable
{
    private const string Name = "api";

    private readonly SetClock _clock = new();
    private readonly MemoryTokenStore _store = new();
    private readonly RotatingServer _server = new();
    private readonly BackChannel _channel;

    public RefreshTokenGrantTests() => _channel = new(_server.Stub);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task Rotates_and_keeps_each_successor()
    {
        var grant = Grant();

        for (var i = 1; i <= 3; i++)
        {
            var outcome = await grant.RequestAsync(new(), null, Cancel);
            Assert.Equal($"t{i}", outcome.Token!.Value.Reveal());
            Assert.Equal($"r{i}", await KeptAsync());
            _clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal(0, _server.Reuses);
    }

    [Fact]
    public async Task The_old_one_stays_where_the_answer_has_none() // nsflow#239, IdentityModel#135, MCP python-sdk#2270
    {
        using var channel = new BackChannel(new RotatingServer { Rotates = false }.Stub);
        var grant = Grant(channel: channel);

        await grant.RequestAsync(new(), null, Cancel);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.NotNull((await grant.RequestAsync(new(), null, Cancel)).Token);
        Assert.Equal("r0", await KeptAsync());
    }

    [Fact]
    public async Task Is_kept_before_anybody_uses_what_came_with_it() // local-operator#345
    {
        var order = new List<string>();
        var grant = new RefreshTokenGrant(Endpoint(), new NotingStore(_store, order), Name) { InitialToken = new("r0") };
        _server.Stub.Before = (_, _) =>
        {
            order.Add("sent");
            return Task.CompletedTask;
        };

        await grant.RequestAsync(new(), null, Cancel);
        order.Add("used");

        Assert.Equal(["kept r0", "leased", "kept r0", "sent", "kept r1", "returned", "used"], order);
    }

    [Fact]
    public async Task Many_kinds_of_tokens_of_one_family_never_use_it_twice() // auth0-spa-js#1684
    {
        var grant = Grant();
        var flights = new TokenFlights(grant, _clock);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 20).Select(number => flights.For(new() { Scope = $"s{number}" }).GetAsync(Cancel).AsTask()));

        Assert.All(outcomes, outcome => Assert.NotNull(outcome.Token));
        Assert.Equal((0, 20), (_server.Reuses, _server.Stub.Asked.Count));
    }

    [Fact]
    public async Task Programs_that_share_a_store_share_each_refresh() // opencode#49439, openai/codex#17265
    {
        var programs = Enumerable.Range(0, 10).Select(_ => new TokenFlights(Grant(), _clock)).ToList();
        for (var round = 1; round <= 5; round++)
        {
            var work = programs.Select(program => program.For(new()).GetAsync(Cancel).AsTask()).ToList();
            while (work.Any(each => !each.IsCompleted))
            {
                await Task.Delay(1, Cancel);
                _clock.Advance(TimeSpan.FromMilliseconds(10)); // those who wait for the lease look again
            }

            Assert.Equal([$"t{round}"], work.Select(each => each.Result.Token!.Value.Reveal()).Distinct());
            _clock.Advance(TimeSpan.FromHours(1));
        }

        Assert.Equal((0, 5), (_server.Reuses, _server.Stub.Asked.Count));
    }

    [Fact]
    public async Task A_token_that_was_refused_here_is_renewed_once_for_all_programs()
    {
        var (one, two) = (Grant(), Grant());
        var old = (await one.RequestAsync(new(), null, Cancel)).Token!;

        var renewed = await one.RequestAsync(new(), old, Cancel);
        var adopted = await two.RequestAsync(new(), old, Cancel);

        Assert.True(renewed.Token!.IsSame(adopted.Token));
        Assert.Equal(2, _server.Stub.Asked.Count);
    }

    [Theory]
    [InlineData("\"access_token\":\"t1\",")] // no token_type
    [InlineData("\"access_token\":\"a b\",\"token_type\":\"Bearer\",")]
    [InlineData("\"token_type\":\"Bearer\",")]
    public async Task A_successor_is_kept_even_where_the_token_that_came_with_it_is_of_no_use(string rest)
    {
        var grant = Grant();
        var answer = _server.Stub.Answer;
        _server.Stub.Answer = question =>
        {
            var given = answer(question);
            return question.Number > 1 ? given : StubEndpoint.Json(200, $$"""{{{rest}}"expires_in":3600,"refresh_token":"{{_server.Current}}"}""");
        };

        Assert.Equal(FailureReason.TokenUnavailable, (await grant.RequestAsync(new(), null, Cancel)).Failure!.Reason);
        Assert.Equal("t2", (await grant.RequestAsync(new(), null, Cancel)).Token?.Value.Reveal());
        Assert.Equal(0, _server.Reuses);
    }

    [Fact]
    public async Task Only_invalid_grant_ends_it() // Shopify/hydrogen#3892
    {
        var grant = Grant();
        var answers = new Queue<Func<HttpResponseMessage>>([
            () => new(HttpStatusCode.InternalServerError),
            () => StubEndpoint.No("invalid_client", 401),
            () => StubEndpoint.No("temporarily_unavailable"),
            () => StubEndpoint.No("invalid_grant", 503),
            () => throw new HttpRequestException(HttpRequestError.ConnectionError),
            () => StubEndpoint.Json(200, "{"),
            () => new(HttpStatusCode.NotFound)]);
        var server = _server.Stub.Answer;
        _server.Stub.Answer = question => answers.TryDequeue(out var answer) ? answer() : server(question);

        while (answers.Count > 0)
        {
            var failure = (await grant.RequestAsync(new(), null, Cancel)).Failure;
            Assert.NotEqual(FailureReason.SignInNeeded, failure!.Reason);
            Assert.Equal("r0", await KeptAsync());
        }

        Assert.NotNull((await grant.RequestAsync(new(), null, Cancel)).Token);
    }

    [Fact]
    public async Task A_revoked_one_is_shown_to_the_server_once()
    {
        var grant = Grant(initial: "stolen");

        for (var i = 0; i < 5; i++)
            Assert.Equal(FailureReason.SignInNeeded, (await grant.RequestAsync(new(), null, Cancel)).Failure!.Reason);

        Assert.Single(_server.Stub.Asked);
        Assert.Equal(FailureReason.SignInNeeded, (await Grant(initial: "stolen").RequestAsync(new(), null, Cancel)).Failure!.Reason); // nor by the next program
        Assert.Single(_server.Stub.Asked);
    }

    [Fact]
    public async Task A_token_that_still_counts_is_served_when_the_family_is_revoked()
    {
        var grant = Grant();
        var token = (await grant.RequestAsync(new(), null, Cancel)).Token!;
        _server.Stub.Answer = _ => StubEndpoint.No("invalid_grant");
        _clock.Advance(TimeSpan.FromMinutes(57));

        var outcome = await grant.RequestAsync(new(), null, Cancel);

        Assert.True(token.IsSame(outcome.Token));
        Assert.Equal(FailureReason.SignInNeeded, outcome.Failure!.Reason);
        _clock.Advance(TimeSpan.FromMinutes(3));
        Assert.Null((await grant.RequestAsync(new(), null, Cancel)).Token);
    }

    [Fact]
    public async Task Says_that_an_answer_was_lost_when_the_server_takes_the_token_no_more() // atproto#5411
    {
        var grant = Grant();
        _server.LosesNext = true;
        Assert.Equal(FailureReason.TokenUnavailable, (await grant.RequestAsync(new(), null, Cancel)).Failure!.Reason);

        var failure = (await grant.RequestAsync(new(), null, Cancel)).Failure!;

        Assert.Equal(FailureReason.SignInNeeded, failure.Reason);
        Assert.EndsWith("The answer to its use before was lost; it may have been used up then.", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_what_somebody_else_signed_in_for_instead_of_giving_up()
    {
        var grant = Grant(initial: "stolen");
        _server.Stub.Before = async (question, _) =>
        {
            if (question.Number == 1) // while the server is asked, a person signs in
            {
                var kept = await _store.ReadAsync(Name, Cancel);
                await _store.TryReplaceAsync(Name, kept!.Version, kept with { RefreshToken = new("r0") }, Cancel);
            }
        };
        var server = _server.Stub.Answer;
        _server.Stub.Answer = question => question.Number == 1 ? StubEndpoint.No("invalid_grant") : server(question);

        Assert.Equal("t2", (await grant.RequestAsync(new(), null, Cancel)).Token?.Value.Reveal());
    }

    [Fact]
    public async Task A_request_that_is_given_up_loses_no_refresh_token() // ktor PR#5193
    {
        var grant = Grant();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Stub.Before = (_, cancel) => gate.Task.WaitAsync(cancel);
        var flight = new TokenFlights(grant, _clock).For(new());
        var wanted = flight.GetAsync(Cancel).AsTask();
        while (_server.Stub.Asked.Count == 0)
            await Task.Yield();

        _clock.Advance(TokenPace.LongestQuestion); // the flight is over, the answer comes later
        Assert.Equal(FailureReason.TokenUnavailable, (await wanted).Failure!.Reason);
        gate.SetResult();
        while (await KeptAsync() != "r1")
            await Task.Yield();

        Assert.Equal("t1", (await grant.RequestAsync(new(), null, Cancel)).Token?.Value.Reveal());
        Assert.Equal((0, 1), (_server.Reuses, _server.Stub.Asked.Count));
    }

    [Fact]
    public async Task The_end_of_the_program_waits_for_a_refresh_on_its_way()
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _server.Stub.Before = (_, cancel) => gate.Task.WaitAsync(cancel);
        var options = new ReauthenticationOptions { Clock = _clock };
        options.AddBearer("https://api.example", Grant());
        var keyring = new Keyring(options);
        using var handler = new ReauthenticationHandler(keyring) { InnerHandler = new TokenApi(_ => true) };
        using var client = new HttpClient(handler);
        var request = client.GetAsync("https://api.example", Cancel);
        while (_server.Stub.Asked.Count == 0)
            await Task.Yield();

        var end = keyring.DisposeAsync().AsTask();
        Assert.False(end.IsCompleted);
        gate.SetResult();
        await end;

        Assert.Equal("r1", await KeptAsync());
        await request;
    }

    [Fact]
    public async Task The_end_of_the_program_does_not_wait_for_ever()
    {
        _server.Stub.Before = (_, cancel) => Task.Delay(Timeout.Infinite, cancel);
        var flights = new TokenFlights(Grant(), _clock);
        _ = flights.For(new()).GetAsync(Cancel).AsTask();
        while (_server.Stub.Asked.Count == 0)
            await Task.Yield();

        var end = flights.SettleAsync();
        _clock.Advance(TimeSpan.FromSeconds(10));

        await end;
    }

    private TokenEndpoint Endpoint(BackChannel? channel = null) => new(new("https://as.example/token"), ClientAuthentication.None("app"), channel ?? _channel, _clock);

    private RefreshTokenGrant Grant(string initial = "r0", BackChannel? channel = null) => new(Endpoint(channel), _store, Name) { InitialToken = new(initial) };

    private async Task<string?> KeptAsync() => (await _store.ReadAsync(Name, Cancel))?.RefreshToken?.Reveal();
}

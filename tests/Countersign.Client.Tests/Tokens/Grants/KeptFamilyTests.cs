using Countersign.Client.Failures;
using Countersign.Client.Tokens;
using Countersign.Client.Tokens.Grants;
using Countersign.Client.Tokens.Stores;
using Countersign.Tokens;
using Xunit;

namespace Countersign.Client.Tests.Tokens.Grants;

/// <summary>Whose a refresh token is, with what it begins, and where it is kept.</summary>
public sealed class KeptFamilyTests : IDisposable
{
    private const string Name = "api";

    private readonly SetClock _clock = new();
    private readonly MemoryTokenStore _store = new();
    private readonly RotatingServer _server = new();
    private readonly BackChannel _channel;

    public KeptFamilyTests() => _channel = new(_server.Stub);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _channel.Dispose();

    [Fact]
    public async Task Each_person_has_a_family_of_their_own()
    {
        await _store.TryReplaceAsync($"{Name}\nann", null, new(Endpoint().Url, "app") { RefreshToken = new("r0") }, Cancel);
        var grant = Grant();

        Assert.NotNull((await grant.RequestAsync(new() { Partition = "ann" }, null, Cancel)).Token);
        Assert.Equal("Nobody has signed in yet.", (await grant.RequestAsync(new() { Partition = "bob" }, null, Cancel)).Failure!.Detail);
    }

    [Fact]
    public async Task A_family_is_shown_to_no_other_endpoint_and_for_no_other_client()
    {
        await Grant().RequestAsync(new(), null, Cancel);
        var elsewhere = new TokenEndpoint(new("https://evil.example/token"), ClientAuthentication.None("app"), _channel, _clock);
        var other = new TokenEndpoint(Endpoint().Url, ClientAuthentication.None("other"), _channel, _clock);

        foreach (var endpoint in (TokenEndpoint[])[elsewhere, other])
        {
            var failure = (await new RefreshTokenGrant(endpoint, _store, Name).RequestAsync(new(), null, Cancel)).Failure!;
            Assert.Equal((FailureReason.SignInNeeded, "The tokens kept are of another token endpoint or client."), (failure.Reason, failure.Detail));
        }

        Assert.Single(_server.Stub.Asked);
    }

    [Fact]
    public async Task The_token_of_the_configuration_is_begun_with_once()
    {
        await Grant().RequestAsync(new(), null, Cancel);
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.NotNull((await Grant().RequestAsync(new(), null, Cancel)).Token); // the program anew: r0 is used up
        Assert.Equal(0, _server.Reuses);
    }

    [Fact]
    public async Task Another_token_in_the_configuration_begins_anew()
    {
        await Grant(initial: "stolen").RequestAsync(new(), null, Cancel);
        using var fresh = new BackChannel(new RotatingServer().Stub);

        Assert.NotNull((await Grant(initial: "r0", channel: fresh).RequestAsync(new(), null, Cancel)).Token);
    }

    [Fact]
    public async Task A_person_signs_in_where_there_is_no_refresh_token_and_not_again()
    {
        var signIn = new SignInStub();
        var grant = new RefreshTokenGrant(Endpoint(), _store, Name) { SignIn = signIn };

        Assert.Equal("by-hand", (await grant.RequestAsync(new(), null, Cancel)).Token!.Value.Reveal());
        _clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("t1", (await grant.RequestAsync(new(), null, Cancel)).Token!.Value.Reveal());
        Assert.Equal(1, signIn.Asked);
    }

    [Fact]
    public async Task A_store_that_fails_at_the_wrong_moment_loses_no_refresh_token()
    {
        var store = new NotingStore(_store, []);
        var grant = new RefreshTokenGrant(Endpoint(), store, Name) { InitialToken = new("r0") };
        _server.Stub.Before = (_, _) =>
        {
            store.IsFull = true;
            return Task.CompletedTask;
        };

        Assert.NotNull((await grant.RequestAsync(new(), null, Cancel)).Token);
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.NotNull((await grant.RequestAsync(new(), null, Cancel)).Token); // r1, which is in memory alone
        (store.IsFull, _server.Stub.Before) = (false, (_, _) => Task.CompletedTask);
        await grant.RequestAsync(new(), null, Cancel);

        Assert.Equal("r2", await KeptAsync());
        Assert.Equal(0, _server.Reuses);
    }

    [Fact]
    public async Task Sends_scope_and_resource_and_the_latter_only_where_it_may() // csharp-sdk#1587
    {
        var wanted = new TokenRequest { Scope = "b a", Resource = new("https://api.example/x") };
        await Grant().RequestAsync(wanted, null, Cancel);
        _clock.Advance(TimeSpan.FromHours(1));
        await new RefreshTokenGrant(Endpoint(), _store, Name) { SendsResource = false }.RequestAsync(wanted, null, Cancel);
        _clock.Advance(TimeSpan.FromHours(1));
        _server.Stub.Answer = _ => StubEndpoint.No("invalid_target");
        var failure = (await Grant().RequestAsync(wanted, null, Cancel)).Failure!;

        Assert.Equal(["a b", "a b", "a b"], _server.Stub.Asked.Select(question => question.Form["scope"]));
        Assert.Equal(["https://api.example/x", null, "https://api.example/x"], _server.Stub.Asked.Select(question => question.Form.GetValueOrDefault("resource")));
        Assert.Contains("SendsResource", failure.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gates_of_families_go_with_their_last_user()
    {
        var gates = new FamilyGates();
        using (await gates.EnterAsync("a", Cancel))
        {
            using var given = new CancellationTokenSource();
            var waiting = gates.EnterAsync("a", given.Token);
            await given.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
            Assert.Equal(1, gates.Count);
        }

        Assert.Equal(0, gates.Count);
    }

    private TokenEndpoint Endpoint(BackChannel? channel = null) => new(new("https://as.example/token"), ClientAuthentication.None("app"), channel ?? _channel, _clock);

    private RefreshTokenGrant Grant(string initial = "r0", BackChannel? channel = null) => new(Endpoint(channel), _store, Name) { InitialToken = new(initial) };

    private async Task<string?> KeptAsync() => (await _store.ReadAsync(Name, Cancel))?.RefreshToken?.Reveal();

    private sealed class SignInStub : TokenGrant
    {
        public int Asked { get; private set; }

        public override Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel)
        {
            Asked++;
            return Task.FromResult(GrantOutcome.Of(new AccessToken(new("by-hand")) { Lifetime = TimeSpan.FromMinutes(5), RefreshToken = new("r0") }));
        }
    }
}

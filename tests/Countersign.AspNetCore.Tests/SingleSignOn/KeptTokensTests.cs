using System.Net;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.Ports;
using Countersign.TestKit.Postgres;
using Countersign.TestKit;
using Microsoft.AspNetCore.DataProtection;
using Xunit;

namespace Countersign.AspNetCore.Tests.SingleSignOn;

/// <summary>The tokens of sessions on both databases: renewed once whoever asks, and sessions end when their provider says so and not before.</summary>
public abstract class KeptTokensTests(StoreHome home) : IDisposable
{
    private readonly SignOnStage _stage = new();
    private readonly EphemeralDataProtectionProvider _protection = new();
    private readonly List<string> _told = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        home.Dispose();
        _stage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Renews_before_the_end_and_once_for_all_requests_of_all_gateways()
    {
        Gateway[] gateways = [Open(), Open()];
        var session = await SignInAsync(gateways[0]);
        Assert.Equal(SessionOutcome.Good, (await gateways[0].FindAsync(session)).Outcome);
        Assert.Equal(1, TokensAsked);

        _stage.Clock.Turn(245); // a minute before the end, which is a fifth here
        var gate = new TaskCompletionSource();
        _stage.Double.Gate = gate.Task;
        var asking = Enumerable.Range(0, 50).Select(i => gateways[i % 2].FindAsync(session)).ToArray();
        gate.SetResult();

        Assert.All(await Task.WhenAll(asking), check => Assert.Equal(SessionOutcome.Good, check.Outcome));
        await UntilAsync(() => gateways[0].Tokens.FindAsync(session.Handle, Cancel), kept => kept!.Renew > _stage.Clock.GetUtcNow());
        Assert.Equal(2, TokensAsked);
        Assert.Equal(_stage.Double.Refresh, (await gateways[1].Tokens.ReadAsync(session.Handle, Cancel))!.Refresh);
    }

    [Fact]
    public async Task Waits_for_the_one_that_renews_when_the_former_token_is_over()
    {
        Gateway[] gateways = [Open(), Open()];
        var session = await SignInAsync(gateways[0]);
        _stage.Clock.Turn(301);

        var checks = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => gateways[i % 2].FindAsync(session)));

        Assert.All(checks, check => Assert.Equal(SessionOutcome.Good, check.Outcome));
        Assert.Equal(2, TokensAsked);
    }

    [Fact]
    public async Task Ends_the_session_at_all_gateways_when_the_provider_takes_the_token_no_more()
    {
        Gateway[] gateways = [Open(), Open()];
        var session = await SignInAsync(gateways[0]);
        _stage.Double.Instead["/token"] = () => ProviderDouble.Text("""{"error":"invalid_grant"}""", HttpStatusCode.BadRequest);
        _stage.Clock.Turn(301);

        Assert.Equal((SessionOutcome.Revoked, $"The provider ended the session {session.Handle}."), OutcomeOf(await gateways[0].FindAsync(session)));
        gateways[1].Store.Poll();
        Assert.Equal((SessionOutcome.Revoked, $"The provider ended the session {session.Handle}."), OutcomeOf(await gateways[1].FindAsync(session)));
        Assert.Null(await gateways[0].Tokens.FindAsync(session.Handle, Cancel));
        Assert.DoesNotContain(_stage.Double.Refresh, string.Concat(_told), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(503, "")]
    [InlineData(401, "{\"error\":\"invalid_client\"}")]
    [InlineData(400, "{\"error\":\"invalid_scope\"}")]
    [InlineData(200, "nonsense")]
    public async Task Ends_no_session_while_the_provider_can_t_be_asked(int status, string text)
    {
        var gateway = Open();
        var session = await SignInAsync(gateway);
        _stage.Double.Instead["/token"] = () => ProviderDouble.Text(text, (HttpStatusCode)status);
        _stage.Clock.Turn(301);

        Assert.Equal(SessionOutcome.Good, (await gateway.FindAsync(session)).Outcome);
        var asked = TokensAsked;
        Assert.Equal(SessionOutcome.Good, (await gateway.FindAsync(session)).Outcome);
        Assert.Equal(asked, TokensAsked);

        _stage.Double.Instead.Remove("/token");
        _stage.Clock.Turn(61);
        Assert.Equal(SessionOutcome.Good, (await gateway.FindAsync(session)).Outcome);
        Assert.Equal(asked + 1, TokensAsked);
    }

    [Fact]
    public async Task Puts_up_with_an_outage_for_as_long_as_the_operator_does()
    {
        using var strict = new Provider(_stage.Provider.Options with { OutageGrace = TimeSpan.FromMinutes(10) }, null, _stage.Double, _stage.Clock);
        var gateway = Open(strict);
        var session = await SignInAsync(gateway);
        _stage.Double.Instead["/token"] = () => ProviderDouble.Text("", HttpStatusCode.ServiceUnavailable);

        _stage.Clock.Turn(300 + 599);
        Assert.Equal(SessionOutcome.Good, (await gateway.FindAsync(session)).Outcome);
        _stage.Clock.Turn(100);
        Assert.Equal(SessionOutcome.Unavailable, (await gateway.FindAsync(session)).Outcome);

        _stage.Double.Instead.Remove("/token");
        _stage.Clock.Turn(100);
        Assert.Equal(SessionOutcome.Good, (await gateway.FindAsync(session)).Outcome);
    }

    [Fact]
    public async Task Takes_a_lease_over_that_was_not_given_back()
    {
        var gateway = Open();
        var session = await SignInAsync(gateway);
        _stage.Clock.Turn(250);
        var lost = await gateway.Tokens.TryLeaseAsync(session.Handle, Cancel);
        Assert.NotNull(lost);
        Assert.Null(await gateway.Tokens.TryLeaseAsync(session.Handle, Cancel));

        _stage.Clock.Turn(ProviderTokenStore.Lease);
        var taken = await gateway.Tokens.TryLeaseAsync(session.Handle, Cancel);

        Assert.NotNull(taken);
        Assert.False(await gateway.Tokens.PostponeAsync(lost, TimeSpan.Zero));
        Assert.True(await gateway.Tokens.RenewAsync(taken, new(new("anna", "new", null), _stage.Clock.GetUtcNow().AddHours(1))));
        Assert.Equal("new", (await gateway.Tokens.ReadAsync(session.Handle, Cancel))!.Refresh);
    }

    [Fact]
    public async Task Keeps_the_former_refresh_token_where_none_comes()
    {
        var gateway = Open();
        var session = await SignInAsync(gateway);
        var former = _stage.Double.Refresh;
        _stage.Double.ChangeTokens = tokens => tokens.Remove("refresh_token");
        _stage.Clock.Turn(301);

        await gateway.FindAsync(session);

        Assert.Equal(former, (await gateway.Tokens.ReadAsync(session.Handle, Cancel))!.Refresh);
    }

    [Fact]
    public async Task Keeps_the_new_refresh_token_whatever_is_wrong_with_the_ID_token_beside_it()
    {
        var gateway = Open();
        var session = await SignInAsync(gateway);
        var former = (await gateway.Tokens.ReadAsync(session.Handle, Cancel))!;
        _stage.Double.ChangeClaims = claims => claims["sub"] = "eve";
        _stage.Clock.Turn(301);

        await gateway.FindAsync(session);

        var kept = (await gateway.Tokens.ReadAsync(session.Handle, Cancel))!;
        Assert.Equal((_stage.Double.Refresh, former.IdToken), (kept.Refresh, kept.IdToken));
        Assert.Contains("The sub is another than that of the login.", Assert.Single(_told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_nobody_on_whose_provider_is_not_configured_any_more()
    {
        var gateway = Open();
        var session = await SignInAsync(gateway);
        var without = new ProviderSessions(gateway.Sessions, gateway.Keeper, _ => false);

        Assert.Equal(SessionOutcome.Revoked, (await without.FindAsync(session.Id.Reveal(), Cancel)).Outcome);
    }

    [Fact]
    public async Task Keeps_tokens_so_that_the_database_alone_tells_nothing()
    {
        var gateway = Open();
        var session = await SignInAsync(gateway);

        var other = new ProviderTokenStore(gateway.Store, new EphemeralDataProtectionProvider(), _stage.Clock);
        Assert.Null(await other.ReadAsync(session.Handle, Cancel));
    }

    [Fact]
    public async Task Uses_a_name_once_at_all_gateways_until_its_time_is_over()
    {
        UsedNames[] names = [new(home.Open(), _stage.Clock), new(home.Open(), _stage.Clock)];
        var until = _stage.Clock.GetUtcNow().AddMinutes(1);

        var used = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => names[i % 2].TryUseAsync("a", "x", until, Cancel)));
        Assert.Single(used, isFirst => isFirst);
        Assert.True(await names[0].TryUseAsync("b", "x", until, Cancel));
        await names[1].ForgetAsync("b", "x");
        Assert.True(await names[0].TryUseAsync("b", "x", until, Cancel));

        _stage.Clock.Turn(61);
        Assert.True(await names[1].TryUseAsync("a", "x", until, Cancel));
    }

    [Theory]
    [InlineData("s1", "anna", 1)]
    [InlineData("s1", null, 1)]
    [InlineData(null, "anna", 2)]
    [InlineData("other", "anna", 0)]
    [InlineData(null, "eve", 0)]
    public async Task Ends_what_the_provider_says_is_over(string? session, string? subject, int ended)
    {
        Gateway[] gateways = [Open(), Open()];
        var first = await SignInAsync(gateways[0]);
        _stage.Double.ChangeClaims = claims => claims["sid"] = "s2";
        await SignInAsync(gateways[0]);
        var logout = new BackChannelLogout(gateways[1].Sessions, new UsedNames(gateways[1].Store, _stage.Clock), _stage.Clock);
        var token = LogoutToken(session, subject);

        Assert.Equal(LogoutOutcome.Done(ended), await logout.EndAsync(_stage.Provider, token, Cancel));
        gateways[0].Store.Poll();
        Assert.Equal(ended > 0 ? SessionOutcome.Revoked : SessionOutcome.Good, (await gateways[0].FindAsync(first)).Outcome);

        // Played again, at another gateway.
        var elsewhere = new BackChannelLogout(gateways[0].Sessions, new UsedNames(gateways[0].Store, _stage.Clock), _stage.Clock);
        Assert.Equal(LogoutOutcome.Refused("The token came before (jti)."), await elsewhere.EndAsync(_stage.Provider, token, Cancel));
    }

    [Fact]
    public async Task Ends_nothing_by_an_ID_token_or_one_of_another_provider()
    {
        var gateway = Open();
        var session = await SignInAsync(gateway);
        var logout = new BackChannelLogout(gateway.Sessions, new UsedNames(gateway.Store, _stage.Clock), _stage.Clock);
        var other = new ProviderDouble(_stage.Clock, "https://evil.example");

        Assert.Equal(400, (await logout.EndAsync(_stage.Provider, _stage.Double.Sign(_stage.Double.Claims("n")), Cancel)).Status);
        Assert.Equal(400, (await logout.EndAsync(_stage.Provider, LogoutToken("s1", "anna", other), Cancel)).Status);
        Assert.Equal(400, (await logout.EndAsync(_stage.Provider, "nonsense", Cancel)).Status);
        Assert.Equal(SessionOutcome.Good, (await gateway.FindAsync(session)).Outcome);
    }

    [Fact]
    public async Task Sends_whoever_signs_out_on_to_the_provider()
    {
        var gateway = Open();
        var session = await SignInAsync(gateway);

        var next = await new ProviderLogout(gateway.Tokens).NextAsync(_stage.Provider, session.Handle, "https://gateway.example", Cancel);

        var query = System.Web.HttpUtility.ParseQueryString(next!.Query);
        Assert.Equal("https://op.example/logout", next.GetLeftPart(UriPartial.Path));
        Assert.Equal(((await gateway.Tokens.ReadAsync(session.Handle, Cancel))!.IdToken, "app", "https://gateway.example/"), (query["id_token_hint"], query["client_id"], query["post_logout_redirect_uri"]));

        _stage.Double.Metadata.Remove("end_session_endpoint");
        _stage.Clock.Turn(TimeSpan.FromHours(2));
        Assert.Null(await new ProviderLogout(gateway.Tokens).NextAsync(_stage.Provider, session.Handle, "https://gateway.example", Cancel));
    }

    private int TokensAsked => _stage.Double.Asked.Count(path => path == "/token");

    private string LogoutToken(string? session, string? subject, ProviderDouble? by = null)
    {
        var claims = (by ?? _stage.Double).Claims(null);
        foreach (var name in (string[])["nonce", "auth_time"])
            claims.Remove(name);
        (claims["sid"], claims["sub"], claims["jti"]) = (session, subject, "j1");
        foreach (var name in claims.Where(claim => claim.Value is null).Select(claim => claim.Key).ToList())
            claims.Remove(name);
        claims["events"] = System.Text.Json.Nodes.JsonNode.Parse("""{"http://schemas.openid.net/event/backchannel-logout":{}}""");
        return (by ?? _stage.Double).Sign(claims, "logout+jwt");
    }

    private static (SessionOutcome, string?) OutcomeOf(SessionCheck check) => (check.Outcome, check.Evidence);

    private static async Task UntilAsync<T>(Func<Task<T>> read, Func<T, bool> isSo)
    {
        while (!isSo(await read()))
            await Task.Delay(5, Cancel);
    }

    private Gateway Open(Provider? provider = null)
    {
        // Times are the stage's; polls and waits are real.
        var (store, clock) = (home.Open(), new WallClock(_stage.Clock));
        var sessions = new SessionStore(store, new UserStore(store, clock), clock);
        var tokens = new ProviderTokenStore(store, _protection, clock);
        var keeper = new TokenKeeper(tokens, sessions, new TokenRenewal(_ => provider ?? _stage.Provider, clock, (_, why) => _told.Add(why)), clock);
        return new(store, sessions, tokens, keeper, new(sessions, keeper, _ => true));
    }

    private async Task<NewSession> SignInAsync(Gateway gateway)
    {
        var outcome = await _stage.SignInAsync();
        var session = await gateway.Sessions.BeginAsync(outcome.Person!, new(IPAddress.Loopback, null), Cancel);
        await gateway.Tokens.KeepAsync(session.Handle, "corp", outcome.Tokens!, session.Ends, Cancel);
        return session;
    }

    private sealed class WallClock(TimeProvider wall) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => wall.GetUtcNow();
    }

    private sealed record Gateway(Store Store, SessionStore Sessions, ProviderTokenStore Tokens, TokenKeeper Keeper, ProviderSessions All)
    {
        public async Task<SessionCheck> FindAsync(NewSession session) => await All.FindAsync(session.Id.Reveal(), Cancel);
    }

    public sealed class OnSqlite() : KeptTokensTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : KeptTokensTests(new PostgresHome(server));
}

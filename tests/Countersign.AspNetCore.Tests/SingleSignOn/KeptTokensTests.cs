using System.Net;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.Ports;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Dapper;
using Microsoft.AspNetCore.DataProtection;
using Xunit;

namespace Countersign.AspNetCore.Tests.SingleSignOn;

/// <summary>The tokens of sessions on both databases: renewed once whoever asks, and sessions end when their provider says so and not before.</summary>
public abstract class KeptTokensTests(StoreHome home) : KeptTokensStage(home)
{
    [Fact]
    public async Task Renews_before_the_end_and_once_for_all_requests_of_all_gateways()
    {
        Gateway[] gateways = [Open(), Open()];
        var session = await SignInAsync(gateways[0]);
        Assert.Equal(SessionOutcome.Good, (await gateways[0].FindAsync(session)).Outcome);
        Assert.Equal(1, TokensAsked);

        Stage.Clock.Turn(245); // a minute before the end, which is a fifth here
        var gate = new TaskCompletionSource();
        Stage.Double.Gate = gate.Task;
        var asking = Enumerable.Range(0, 50).Select(i => gateways[i % 2].FindAsync(session)).ToArray();
        gate.SetResult();

        Assert.All(await Task.WhenAll(asking), check => Assert.Equal(SessionOutcome.Good, check.Outcome));
        await UntilAsync(() => gateways[0].Tokens.FindAsync(session.Handle, Cancel), kept => kept!.Renew > Stage.Clock.GetUtcNow());
        await UntilAsync(() => Task.FromResult(gateways.All(gateway => gateway.Keeper.IsIdle)), isIdle => isIdle);
        Assert.Equal(2, TokensAsked);
        Assert.Equal(Stage.Double.Refresh, (await gateways[1].Tokens.ReadAsync(session.Handle, Cancel))!.Refresh);
    }

    [Fact]
    public async Task Waits_for_the_one_that_renews_when_the_former_token_is_over()
    {
        Gateway[] gateways = [Open(), Open()];
        var session = await SignInAsync(gateways[0]);
        Stage.Clock.Turn(301);

        var checks = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => gateways[i % 2].FindAsync(session)));

        Assert.All(checks, check => Assert.Equal(SessionOutcome.Good, check.Outcome));
        Assert.Equal(2, TokensAsked);
    }

    [Fact]
    public async Task Ends_the_session_at_all_gateways_when_the_provider_takes_the_token_no_more()
    {
        Gateway[] gateways = [Open(), Open()];
        var session = await SignInAsync(gateways[0]);
        Stage.Double.Instead["/token"] = () => ProviderDouble.Text("""{"error":"invalid_grant"}""", HttpStatusCode.BadRequest);
        Stage.Clock.Turn(301);

        Assert.Equal((SessionOutcome.Revoked, $"The provider ended the session {session.Handle}."), OutcomeOf(await gateways[0].FindAsync(session)));
        gateways[1].Store.Poll();
        Assert.Equal((SessionOutcome.Revoked, $"The provider ended the session {session.Handle}."), OutcomeOf(await gateways[1].FindAsync(session)));
        Assert.Null(await gateways[0].Tokens.FindAsync(session.Handle, Cancel));
        Assert.DoesNotContain(Stage.Double.Refresh, string.Concat(Told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_the_provider_for_sessions_of_other_hosts_as_for_the_one_by_which_they_began()
    {
        var gateway = Open();
        var origin = await SignInAsync(gateway);
        var other = await gateway.Sessions.BeginAsync((await gateway.Sessions.SignedInOfAsync(origin.Handle, Cancel))!, new(IPAddress.Loopback, null), Cancel);
        Stage.Clock.Turn(301);
        Assert.Equal(SessionOutcome.Good, (await gateway.FindAsync(other)).Outcome);
        Assert.Equal(2, TokensAsked);

        Stage.Double.Instead["/token"] = () => ProviderDouble.Text("""{"error":"invalid_grant"}""", HttpStatusCode.BadRequest);
        Stage.Clock.Turn(301);

        Assert.Equal(SessionOutcome.Revoked, (await gateway.FindAsync(other)).Outcome);
        Assert.Equal(SessionOutcome.Revoked, (await gateway.FindAsync(origin)).Outcome);
    }

    [Fact]
    public async Task Takes_what_the_provider_says_of_the_person_when_it_renews()
    {
        Gateway[] gateways = [Open(), Open()];
        var session = await SignInAsync(gateways[0]);
        var other = await gateways[0].Sessions.BeginAsync((await gateways[0].Sessions.SignedInOfAsync(session.Handle, Cancel))!, new(IPAddress.Loopback, null), Cancel);
        Assert.Equal(["staff"], (await gateways[0].FindAsync(session)).Subject!.Groups);
        Assert.Equal(["staff"], (await gateways[0].FindAsync(other)).Subject!.Groups);
        Stage.Double.Person["groups"] = new System.Text.Json.Nodes.JsonArray("visitors");
        Stage.Double.Person["email"] = "anna@example.com";
        Stage.Clock.Turn(301);

        var renewed = (await gateways[0].FindAsync(session)).Subject!;

        Assert.Equal((("visitors", "anna@example.com"), "anna"), ((renewed.Groups.Single(), renewed.Email), renewed.Name));
        Assert.Equal(["visitors"], (await gateways[0].FindAsync(other)).Subject!.Groups);
        Assert.Equal(["visitors"], (await gateways[1].FindAsync(session)).Subject!.Groups);
    }

    [Theory]
    [InlineData("/me")]
    [InlineData("id_token")]
    public async Task Leaves_a_person_as_they_were_of_whom_the_provider_says_nothing_at_a_renewal(string missing)
    {
        var gateway = Open();
        Stage.Double.ChangeClaims = claims => claims["groups"] = new System.Text.Json.Nodes.JsonArray("staff");
        var session = await SignInAsync(gateway);
        Stage.Double.ChangeClaims = _ => { };
        Stage.Double.Person.Remove("groups");
        if (missing == "/me")
            Stage.Double.Instead["/me"] = () => ProviderDouble.Text("", HttpStatusCode.ServiceUnavailable);
        else
            Stage.Double.ChangeTokens = tokens => tokens.Remove("id_token");
        Stage.Clock.Turn(301);

        Assert.Equal(["staff"], (await gateway.FindAsync(session)).Subject!.Groups);
        Assert.Equal(["staff"], (await gateway.FindAsync(session)).Subject!.Groups);
    }

    [Fact]
    public async Task Keeps_new_tokens_before_it_asks_about_the_person()
    {
        var (gateway, store) = (Open(), Home.Open());
        var session = await SignInAsync(gateway);
        var revision = Revision();
        var whenAsked = revision;
        Stage.Double.ChangeTokens = tokens => tokens.Remove("id_token");
        Stage.Double.Instead["/me"] = () =>
        {
            whenAsked = Revision();
            return ProviderDouble.Text("", HttpStatusCode.ServiceUnavailable);
        };
        Stage.Clock.Turn(301);

        await gateway.FindAsync(session);

        Assert.Equal(revision + 1, whenAsked);
        long Revision() => store.Read("provider_tokens", connection => connection.ExecuteScalar<long>("SELECT max(revision) FROM provider_tokens"));
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
        Stage.Double.Instead["/token"] = () => ProviderDouble.Text(text, (HttpStatusCode)status);
        Stage.Clock.Turn(301);

        Assert.Equal(SessionOutcome.Good, (await gateway.FindAsync(session)).Outcome);
        var asked = TokensAsked;
        Assert.Equal(SessionOutcome.Good, (await gateway.FindAsync(session)).Outcome);
        Assert.Equal(asked, TokensAsked);

        Stage.Double.Instead.Remove("/token");
        Stage.Clock.Turn(61);
        Assert.Equal(SessionOutcome.Good, (await gateway.FindAsync(session)).Outcome);
        Assert.Equal(asked + 1, TokensAsked);
    }

    [Fact]
    public async Task Puts_up_with_an_outage_for_as_long_as_the_operator_does()
    {
        using var strict = new Provider(Stage.Provider.Options with { OutageGrace = TimeSpan.FromMinutes(10) }, null, Stage.Double, Stage.Clock);
        var gateway = Open(strict);
        var session = await SignInAsync(gateway);
        Stage.Double.Instead["/token"] = () => ProviderDouble.Text("", HttpStatusCode.ServiceUnavailable);

        Stage.Clock.Turn(300 + 599);
        Assert.Equal(SessionOutcome.Good, (await gateway.FindAsync(session)).Outcome);
        Stage.Clock.Turn(100);
        Assert.Equal(SessionOutcome.Unavailable, (await gateway.FindAsync(session)).Outcome);

        Stage.Double.Instead.Remove("/token");
        Stage.Clock.Turn(100);
        Assert.Equal(SessionOutcome.Good, (await gateway.FindAsync(session)).Outcome);
    }

    [Fact]
    public async Task Takes_a_lease_over_that_was_not_given_back()
    {
        var gateway = Open();
        var session = await SignInAsync(gateway);
        Stage.Clock.Turn(250);
        var lost = await gateway.Tokens.TryLeaseAsync(session.Handle, Cancel);
        Assert.NotNull(lost);
        Assert.Null(await gateway.Tokens.TryLeaseAsync(session.Handle, Cancel));

        Stage.Clock.Turn(ProviderTokenStore.Lease);
        var taken = await gateway.Tokens.TryLeaseAsync(session.Handle, Cancel);

        Assert.NotNull(taken);
        Assert.False(await gateway.Tokens.PostponeAsync(lost, TimeSpan.Zero));
        Assert.True(await gateway.Tokens.RenewAsync(taken, new(new("anna", "new", null), Stage.Clock.GetUtcNow().AddHours(1))));
        Assert.Equal("new", (await gateway.Tokens.ReadAsync(session.Handle, Cancel))!.Refresh);
    }

    [Fact]
    public async Task Keeps_the_former_refresh_token_where_none_comes()
    {
        var gateway = Open();
        var session = await SignInAsync(gateway);
        var former = Stage.Double.Refresh;
        Stage.Double.ChangeTokens = tokens => tokens.Remove("refresh_token");
        Stage.Clock.Turn(301);

        await gateway.FindAsync(session);

        Assert.Equal(former, (await gateway.Tokens.ReadAsync(session.Handle, Cancel))!.Refresh);
    }

    [Fact]
    public async Task Keeps_the_new_refresh_token_whatever_is_wrong_with_the_ID_token_beside_it()
    {
        var gateway = Open();
        var session = await SignInAsync(gateway);
        var former = (await gateway.Tokens.ReadAsync(session.Handle, Cancel))!;
        Stage.Double.ChangeClaims = claims => claims["sub"] = "eve";
        Stage.Clock.Turn(301);

        await gateway.FindAsync(session);

        var kept = (await gateway.Tokens.ReadAsync(session.Handle, Cancel))!;
        Assert.Equal((Stage.Double.Refresh, former.IdToken), (kept.Refresh, kept.IdToken));
        Assert.Contains("The sub is another than that of the login.", Assert.Single(Told), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lets_nobody_on_whose_provider_is_not_configured_any_more()
    {
        var gateway = Open();
        var session = await SignInAsync(gateway);
        var without = new ProviderSessions(gateway.Sessions, gateway.Keeper, true, _ => null);

        Assert.Equal(SessionOutcome.Revoked, (await without.FindAsync(session.Id.Reveal(), Cancel)).Outcome);
    }

    [Fact]
    public async Task Keeps_tokens_so_that_the_database_alone_tells_nothing()
    {
        var gateway = Open();
        var session = await SignInAsync(gateway);

        var other = new ProviderTokenStore(gateway.Store, new EphemeralDataProtectionProvider(), Stage.Clock);
        Assert.Null(await other.ReadAsync(session.Handle, Cancel));
    }

    public sealed class OnSqlite() : KeptTokensTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : KeptTokensTests(new PostgresHome(server));
}

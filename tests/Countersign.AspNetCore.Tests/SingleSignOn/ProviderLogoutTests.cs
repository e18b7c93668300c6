using System.Net;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.Ports;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Microsoft.AspNetCore.DataProtection;
using Xunit;

namespace Countersign.AspNetCore.Tests.SingleSignOn;

/// <summary>Signing out here and at the provider, and what counts once.</summary>
public abstract class ProviderLogoutTests(StoreHome home) : KeptTokensStage(home)
{
    [Fact]
    public async Task Uses_a_name_once_at_all_gateways_until_its_time_is_over()
    {
        UsedNames[] names = [new(Home.Open(), Stage.Clock), new(Home.Open(), Stage.Clock)];
        var until = Stage.Clock.GetUtcNow().AddMinutes(1);

        var used = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => names[i % 2].TryUseAsync("a", "x", until, Cancel)));
        Assert.Single(used, isFirst => isFirst);
        Assert.True(await names[0].TryUseAsync("b", "x", until, Cancel));
        await names[1].ForgetAsync("b", "x");
        Assert.True(await names[0].TryUseAsync("b", "x", until, Cancel));

        Stage.Clock.Turn(61);
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
        Stage.Double.ChangeClaims = claims => claims["sid"] = "s2";
        await SignInAsync(gateways[0]);
        var logout = new BackChannelLogout(gateways[1].Sessions, new UsedNames(gateways[1].Store, Stage.Clock), Stage.Clock);
        var token = LogoutToken(session, subject);

        Assert.Equal(LogoutOutcome.Done(ended), await logout.EndAsync(Stage.Provider, token, Cancel));
        gateways[0].Store.Poll();
        Assert.Equal(ended > 0 ? SessionOutcome.Revoked : SessionOutcome.Good, (await gateways[0].FindAsync(first)).Outcome);

        // Played again, at another gateway.
        var elsewhere = new BackChannelLogout(gateways[0].Sessions, new UsedNames(gateways[0].Store, Stage.Clock), Stage.Clock);
        Assert.Equal(LogoutOutcome.Refused("The token came before (jti)."), await elsewhere.EndAsync(Stage.Provider, token, Cancel));
    }

    [Fact]
    public async Task Ends_nothing_by_an_ID_token_or_one_of_another_provider()
    {
        var gateway = Open();
        var session = await SignInAsync(gateway);
        var logout = new BackChannelLogout(gateway.Sessions, new UsedNames(gateway.Store, Stage.Clock), Stage.Clock);
        var other = new ProviderDouble(Stage.Clock, "https://evil.example");

        Assert.Equal(400, (await logout.EndAsync(Stage.Provider, Stage.Double.Sign(Stage.Double.Claims("n")), Cancel)).Status);
        Assert.Equal(400, (await logout.EndAsync(Stage.Provider, LogoutToken("s1", "anna", other), Cancel)).Status);
        Assert.Equal(400, (await logout.EndAsync(Stage.Provider, "nonsense", Cancel)).Status);
        Assert.Equal(SessionOutcome.Good, (await gateway.FindAsync(session)).Outcome);
    }

    [Fact]
    public async Task Sends_whoever_signs_out_on_to_the_provider()
    {
        var gateway = Open();
        var session = await SignInAsync(gateway);

        var next = await new ProviderLogout(gateway.Tokens).NextAsync(Stage.Provider, session.Handle, "https://gateway.example", Cancel);

        var query = System.Web.HttpUtility.ParseQueryString(next!.Query);
        Assert.Equal("https://op.example/logout", next.GetLeftPart(UriPartial.Path));
        Assert.Equal(((await gateway.Tokens.ReadAsync(session.Handle, Cancel))!.IdToken, "app", "https://gateway.example/"), (query["id_token_hint"], query["client_id"], query["post_logout_redirect_uri"]));

        Stage.Double.Metadata.Remove("end_session_endpoint");
        Stage.Clock.Turn(TimeSpan.FromHours(2));
        Assert.Null(await new ProviderLogout(gateway.Tokens).NextAsync(Stage.Provider, session.Handle, "https://gateway.example", Cancel));
    }

    public sealed class OnSqlite() : ProviderLogoutTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : ProviderLogoutTests(new PostgresHome(server));
}

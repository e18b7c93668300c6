using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.Ports;
using Countersign.TestKit.Postgres;
using Xunit;

namespace Countersign.AspNetCore.Tests.Sessions;

/// <summary>The session of the sign-in host, and those that other hosts got from it by a ticket.</summary>
public abstract class SessionFamilyTests(StoreHome home) : SessionTests(home)
{
    [Fact]
    public async Task Whoever_signs_out_at_one_host_is_signed_out_at_all()
    {
        var (here, there) = (Gateway(), Gateway());
        var origin = await BeginAsync(here);
        var (one, other, stranger) = (await FollowAsync(here, origin), await FollowAsync(here, origin), await BeginAsync(here));
        foreach (var session in new[] { origin, one, other })
            Assert.Equal(SessionOutcome.Good, (await FindAsync(there, session)).Outcome);

        Assert.NotNull(await here.EndAsync(one.Id.Reveal(), Cancel));

        foreach (var session in new[] { origin, one, other })
        {
            Assert.Equal(SessionOutcome.SignedOut, (await FindAsync(here, session)).Outcome);
            Assert.True(await IsSoWithinASecondAsync(there, session, SessionOutcome.SignedOut));
        }

        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, stranger)).Outcome);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Whichever_session_is_revoked_all_of_its_sign_in_end(bool isByOrigin)
    {
        var (here, there) = (Gateway(), Gateway());
        var origin = await BeginAsync(here);
        var (one, other, stranger) = (await FollowAsync(here, origin), await FollowAsync(here, origin), await BeginAsync(here));
        var revoked = isByOrigin ? origin : one;

        Assert.True(await here.RevokeAsync(revoked.Handle, Cancel));

        foreach (var session in new[] { origin, one, other })
        {
            Assert.Equal(SessionOutcome.Revoked, (await FindAsync(here, session)).Outcome);
            Assert.True(await IsSoWithinASecondAsync(there, session, SessionOutcome.Revoked));
        }

        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, stranger)).Outcome);
        Assert.False(await here.RevokeAsync(revoked.Handle, Cancel));
    }

    [Fact]
    public async Task An_operator_ends_by_the_session_of_one_host_those_of_all()
    {
        var here = Gateway();
        var origin = await BeginAsync(here);
        var (one, other) = (await FollowAsync(here, origin), await FollowAsync(here, origin));

        Assert.True(new SessionRegister(Home.Open(), Clock).Revoke(one.Handle));

        foreach (var session in new[] { origin, one, other })
            Assert.True(await IsSoWithinASecondAsync(here, session, SessionOutcome.Revoked));
    }

    [Fact]
    public async Task Idling_at_one_host_leaves_the_others_as_they_are()
    {
        var here = Gateway();
        here.Terms = here.Terms with { Lifetime = TimeSpan.FromDays(10), Idle = TimeSpan.FromHours(1) };
        var origin = await BeginAsync(here);
        var other = await FollowAsync(here, origin);
        Clock.Now = Noon.AddMinutes(40);
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, origin)).Outcome);
        Clock.Now = Noon.AddMinutes(80);

        Assert.Equal(SessionOutcome.Idle, (await FindAsync(here, other)).Outcome);
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, origin)).Outcome);
    }

    [Fact]
    public async Task What_the_provider_ends_is_over_at_other_hosts_too()
    {
        var here = Gateway();
        var origin = await BeginAsync(here, AtProvider("alice", "s1"));
        var other = await FollowAsync(here, origin);

        await here.RevokeAsync(origin.Handle, Cancel, SessionEnd.Provider);

        Assert.Equal((SessionOutcome.Revoked, $"The provider ended the session {other.Handle}."), ((await FindAsync(here, other)).Outcome, (await FindAsync(here, other)).Evidence));
    }

    [Fact]
    public async Task A_session_of_another_host_ends_when_a_forgotten_origin_is_ended()
    {
        var here = Gateway();
        here.Terms = here.Terms with { Lifetime = TimeSpan.FromDays(10), Idle = TimeSpan.FromDays(2) };
        var origin = await BeginAsync(here);
        var other = await FollowAsync(here, origin);
        for (var day = 1; day < 6; day++)
        {
            Clock.Now = Noon.AddDays(day);
            Assert.Equal(SessionOutcome.Good, (await FindAsync(here, other)).Outcome);
            here.Flush();
            here.Purge();
        }

        Assert.Equal(SessionOutcome.Unknown, (await FindAsync(Gateway(), origin)).Outcome);
        Assert.True(await here.RevokeAsync(origin.Handle, Cancel));
        Assert.Equal(SessionOutcome.Revoked, (await FindAsync(here, other)).Outcome);
    }

    [Fact]
    public async Task Lasts_no_longer_than_the_session_by_which_it_began()
    {
        var here = Gateway();
        var origin = await BeginAsync(here);
        Clock.Now = Noon.AddMinutes(20);

        Assert.Equal(origin.Ends, (await FollowAsync(here, origin)).Ends);
    }

    [Fact]
    public async Task Begins_nothing_by_a_session_that_was_ended_meanwhile()
    {
        var here = Gateway();
        var origin = await BeginAsync(here);
        var who = await here.SignedInOfAsync(origin.Handle, Cancel);
        await here.EndAsync(origin.Id.Reveal(), Cancel);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => BeginAsync(here, who));

        Assert.Empty(await here.ListAsync(Cancel));
    }

    [Theory]
    [InlineData("alice", SessionOutcome.Good)]
    [InlineData("bob", SessionOutcome.SignedOut)]
    public async Task Other_hosts_go_on_where_the_same_person_signs_in_anew_and_nobody_else(string name, SessionOutcome outcome)
    {
        var here = Gateway();
        var origin = await BeginAsync(here);
        var other = await FollowAsync(here, origin);

        var anew = await here.BeginAsync(Of(name), new(System.Net.IPAddress.Loopback, null), Cancel, origin.Id.Reveal());

        Assert.Equal(SessionOutcome.SignedOut, (await FindAsync(here, origin)).Outcome);
        Assert.Equal(outcome, (await FindAsync(here, other)).Outcome);
        await here.EndAsync(anew.Id.Reveal(), Cancel);
        Assert.Equal(SessionOutcome.SignedOut, (await FindAsync(here, other)).Outcome);
    }

    [Fact]
    public async Task Takes_the_place_of_the_former_session_or_changes_nothing()
    {
        var here = Gateway();
        var former = await BeginAsync(here);
        using (var connection = Home.Open().Connect(full: true))
            Forbid(connection);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => here.BeginAsync(Alice(), new(System.Net.IPAddress.Loopback, null), Cancel, former.Id.Reveal()));

        Assert.Equal([former.Handle], (await here.ListAsync(Cancel)).Select(session => session.Handle));
    }

    private protected abstract void Forbid(System.Data.Common.DbConnection connection);

    private async Task<NewSession> FollowAsync(SessionStore sessions, NewSession origin) => await BeginAsync(sessions, await sessions.SignedInOfAsync(origin.Handle, Cancel));

    public sealed class OnSqlite() : SessionFamilyTests(new TemporaryStore())
    {
        private protected override void Forbid(System.Data.Common.DbConnection connection) =>
            Dapper.SqlMapper.Execute(connection, "CREATE TRIGGER no_ends BEFORE INSERT ON session_ends BEGIN SELECT RAISE(ABORT, 'no'); END");
    }

    public sealed class OnPostgres(PostgresServer server) : SessionFamilyTests(new PostgresHome(server))
    {
        private protected override void Forbid(System.Data.Common.DbConnection connection) =>
            Dapper.SqlMapper.Execute(connection, "ALTER TABLE session_ends ADD CONSTRAINT no_ends CHECK (time < 0)");
    }
}

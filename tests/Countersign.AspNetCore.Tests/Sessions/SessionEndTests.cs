using System.Collections.Immutable;
using System.Net;
using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Xunit;

namespace Countersign.AspNetCore.Tests.Sessions;

public abstract class SessionEndTests(StoreHome home) : SessionTests(home)
{
    [Fact]
    public async Task Tells_who_signed_out_from_who_was_signed_out_here_at_once_and_elsewhere_within_a_second()
    {
        var (here, there) = (Gateway(), Gateway());
        var (left, thrown) = (await BeginAsync(here), await BeginAsync(here));
        Assert.Equal(SessionOutcome.Good, (await FindAsync(there, left)).Outcome);
        Assert.Equal(SessionOutcome.Good, (await FindAsync(there, thrown)).Outcome);

        Assert.Equal(left.Handle, await here.EndAsync(left.Id.Reveal(), Cancel));
        Assert.True(await here.RevokeAsync(thrown.Handle, Cancel));

        Assert.Equal(SessionOutcome.SignedOut, (await FindAsync(here, left)).Outcome);
        Assert.Equal(SessionOutcome.Revoked, (await FindAsync(here, thrown)).Outcome);
        Assert.True(await IsSoWithinASecondAsync(there, left, SessionOutcome.SignedOut));
        Assert.True(await IsSoWithinASecondAsync(there, thrown, SessionOutcome.Revoked));
        Assert.Null(await here.EndAsync(left.Id.Reveal(), Cancel));
        Assert.False(await here.RevokeAsync(thrown.Handle, Cancel));
        Assert.False(await here.RevokeAsync("nobody", Cancel));
    }

    [Fact]
    public async Task Ends_what_a_provider_says_is_over()
    {
        var here = Gateway();
        var (one, other) = (await BeginAsync(here, AtProvider("alice", "s1")), await BeginAsync(here, AtProvider("alice", "s2")));
        var elsewhere = await BeginAsync(here, AtProvider("alice", "s1") with { Provider = "other" });

        Assert.Equal(1, await here.RevokeOfProviderAsync("corp", "s1", null, Cancel));
        Assert.Equal(SessionOutcome.Revoked, (await FindAsync(here, one)).Outcome);
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, other)).Outcome);

        Assert.Equal(1, await here.RevokeOfProviderAsync("corp", null, "sub-alice", Cancel));
        Assert.Equal(SessionOutcome.Revoked, (await FindAsync(here, other)).Outcome);
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, elsewhere)).Outcome);
        Assert.Equal(0, await here.RevokeOfProviderAsync("corp", null, null, Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ends_the_sessions_of_a_user_who_is_switched_off_or_removed_for_good(bool removed)
    {
        var here = Gateway(out var users);
        var session = await BeginAsync(here);
        await FindAsync(here, session);

        if (removed)
        {
            users.Remove("alice");
            users.Add(new("alice", "another"));
        }
        else
        {
            users.SetDisabled("alice", true);
            users.SetDisabled("alice", false);
        }

        Assert.Equal(SessionOutcome.Revoked, (await FindAsync(here, session)).Outcome);
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, await BeginAsync(here))).Outcome);
    }

    [Fact]
    public async Task Refuses_a_session_whose_user_is_not_there()
    {
        var here = Gateway();

        var check = await FindAsync(here, await BeginAsync(here, Of("nobody")));

        Assert.Equal(SessionOutcome.Revoked, check.Outcome);
    }

    [Fact]
    public async Task Says_for_a_day_how_a_session_ended_and_forgets_it_then()
    {
        var here = Gateway();
        var (idle, remembered) = (await BeginAsync(here), await BeginAsync(here, Alice() with { Remember = true }));

        Clock.Now = Noon.AddHours(24).AddMinutes(29);
        here.Purge();
        Assert.Equal(SessionOutcome.Expired, (await FindAsync(Gateway(), idle)).Outcome);
        Clock.Now = Noon.AddHours(24).AddMinutes(30);
        here.Purge();

        Assert.Equal(SessionOutcome.Unknown, (await FindAsync(Gateway(), idle)).Outcome);
        Assert.Equal(SessionOutcome.Good, (await FindAsync(Gateway(), remembered)).Outcome);
    }

    [Fact]
    public async Task Cuts_off_what_goes_on_in_a_session_when_it_ends()
    {
        var (here, there) = (Gateway(), Gateway());
        var (thrown, left, goesOn) = (await EnterAsync(there, await BeginAsync(here)), await EnterAsync(there, await BeginAsync(here)), await EnterAsync(there, await BeginAsync(here)));

        await here.RevokeAsync(thrown.Session.Handle, Cancel);
        await here.EndAsync(left.Session.Id.Reveal(), Cancel);

        Assert.True(await Eventually.IsSoWithinAsync(1, () => thrown.Lease.Over.IsCancellationRequested && left.Lease.Over.IsCancellationRequested));
        Assert.False(goesOn.Lease.Over.IsCancellationRequested);
    }

    [Fact]
    public async Task Cuts_off_what_goes_on_at_the_end_of_a_session_and_lets_it_not_idle_before()
    {
        var here = Gateway();
        var (session, lease) = await EnterAsync(here, await BeginAsync(here));

        for (var minutes = 10; minutes < 720; minutes += 10)
        {
            Clock.Now = Noon.AddMinutes(minutes);
            here.Sweep();
        }

        Assert.False(lease.Over.IsCancellationRequested);
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, session)).Outcome);
        Clock.Now = Noon.AddHours(12);
        here.Sweep();
        Assert.True(await Eventually.IsSoAsync(() => lease.Over.IsCancellationRequested));
    }

    public sealed class OnSqlite() : SessionEndTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : SessionEndTests(new PostgresHome(server));
}

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

public abstract class SessionMemoryTests(StoreHome home) : SessionTests(home)
{
    [Fact]
    public async Task Counts_uses_that_another_gateway_saw()
    {
        var (here, there) = (Gateway(), Gateway());
        var session = await BeginAsync(here);
        await FindAsync(here, session);
        Clock.Now = Noon.AddMinutes(20);
        await FindAsync(there, session);
        there.Flush();

        Clock.Now = Noon.AddMinutes(40);

        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, session)).Outcome);
    }

    [Fact]
    public async Task Knows_acknowledged_sessions_and_their_ends_after_a_restart()
    {
        var before = Gateway();
        var (goesOn, over) = (await BeginAsync(before), await BeginAsync(before));
        await before.EndAsync(over.Id.Reveal(), Cancel);

        Home.CloseAll();
        var after = Gateway();

        Assert.Equal(SessionOutcome.Good, (await FindAsync(after, goesOn)).Outcome);
        Assert.Equal(SessionOutcome.SignedOut, (await FindAsync(after, over)).Outcome);
    }

    [Fact]
    public async Task Harms_nobody_when_theClock_is_set_back()
    {
        var here = Gateway();
        Clock.Now = Noon.AddHours(5);
        var session = await BeginAsync(here);
        await FindAsync(here, session);
        here.Flush();

        Clock.Now = Noon;
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, session)).Outcome);
        here.Flush();
        Clock.Now = Noon.AddMinutes(31);

        Assert.Equal(SessionOutcome.Idle, (await FindAsync(here, session)).Outcome);
        Assert.Equal(SessionOutcome.Idle, (await FindAsync(Gateway(), session)).Outcome);
    }

    [Fact]
    public async Task Relies_on_nothing_while_the_store_is_silent_unless_the_operator_grants_a_grace()
    {
        var silence = new StoppedClock();
        var store = Home.Open(silence);
        var users = new UserStore(store, silence);
        users.Add(new("alice", "hash"));
        using var here = new SessionStore(store, users, silence);
        var session = await BeginAsync(here, Alice() with { At = silence.GetUtcNow() });
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, session)).Outcome);

        silence.Move(5000);
        Assert.Equal(SessionOutcome.Unavailable, (await FindAsync(here, session)).Outcome);
        Assert.Null(here.Recall(session.Id.Reveal()));
        Assert.Equal(SessionOutcome.Unreadable, (await FindAsync(here, "none")).Outcome);

        here.Terms = here.Terms with { Grace = TimeSpan.FromSeconds(30) };
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, session)).Outcome);
        silence.Move(30_000);
        Assert.Equal(SessionOutcome.Unavailable, (await FindAsync(here, session)).Outcome);
    }

    [Fact]
    public async Task Lets_nobody_in_who_cannot_be_looked_up()
    {
        var here = Gateway();
        var (known, unknown) = (await BeginAsync(here), await BeginAsync(here));
        await FindAsync(here, known);

        Home.Run("ALTER TABLE sessions RENAME TO elsewhere");

        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, known)).Outcome);
        Assert.Equal(SessionOutcome.Unavailable, (await FindAsync(here, unknown)).Outcome);
    }

    [Fact]
    public async Task Knows_without_asking_only_what_is_good_and_was_seen()
    {
        var here = Gateway();
        var session = await BeginAsync(here);
        Assert.Null(here.Recall(session.Id.Reveal()));

        await FindAsync(here, session);

        Assert.Equal("alice", here.Recall(session.Id.Reveal())!.Value.Subject!.Name);
        await here.EndAsync(session.Id.Reveal(), Cancel);
        Assert.Null(here.Recall(session.Id.Reveal()));
        Assert.Null(here.Recall("none"));
    }

    [Fact]
    public async Task Keeps_few_sessions_in_memory_and_knows_them_all()
    {
        var here = Gateway(out _, most: 10);
        var sessions = new List<NewSession>();
        for (var i = 0; i < 30; i++)
            sessions.Add(await BeginAsync(here));

        foreach (var session in sessions.Concat(sessions))
            Assert.Equal(SessionOutcome.Good, (await FindAsync(here, session)).Outcome);

        Assert.InRange(here.Remembered, 1, 10);
    }

    [Fact]
    public async Task Forgets_those_first_that_were_used_longest_ago()
    {
        var here = Gateway(out _, most: 3);
        var (first, second, third, last) = (await BeginAsync(here), await BeginAsync(here), await BeginAsync(here), await BeginAsync(here));
        foreach (var session in (NewSession[])[first, second, third, first, last])
        {
            Clock.Now += TimeSpan.FromSeconds(1);
            await FindAsync(here, session);
        }

        Assert.Null(here.Recall(second.Id.Reveal()));
        Assert.All((NewSession[])[first, third, last], session => Assert.NotNull(here.Recall(session.Id.Reveal())));
    }

    [Fact]
    public async Task Reads_many_at_once_and_takes_none_for_another()
    {
        var elsewhere = Gateway();
        var sessions = new List<NewSession>();
        for (var i = 0; i < 40; i++)
            sessions.Add(await BeginAsync(elsewhere, Of(i % 2 == 0 ? "alice" : "bob")));
        var here = Gateway();

        var found = await Task.WhenAll(sessions.Select(session => Task.Run(() => FindAsync(here, session), Cancel)));

        Assert.Equal(sessions.Select((session, at) => (session.Handle, at % 2 == 0 ? "alice" : "bob")), found.Select(check => (check.Subject!.Session!.Handle, check.Subject.Name)));
    }

    public sealed class OnSqlite() : SessionMemoryTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : SessionMemoryTests(new PostgresHome(server));
}

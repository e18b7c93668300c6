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

public abstract class SessionStoreTests(StoreHome home) : SessionTests(home)
{
    [Fact]
    public async Task Knows_a_session_by_the_id_that_it_gave_and_by_nothing_else()
    {
        var here = Gateway();
        var session = await BeginAsync(here);

        var check = await FindAsync(here, session);

        Assert.Equal(SessionOutcome.Good, check.Outcome);
        Assert.Equal("alice", check.Subject!.Name);
        Assert.Equal(["staff"], check.Subject.Groups);
        Assert.Equal("alice@example.org", check.Subject.Email);
        Assert.Equal(session.Handle, check.Subject.Session!.Handle);
        Assert.Equal(Noon, check.Subject.Session.SignedIn);
        Assert.Equal(SessionOutcome.Unreadable, (await FindAsync(here, session.Handle)).Outcome);
        Assert.Equal(SessionOutcome.Unknown, (await FindAsync(here, SessionId.Create())).Outcome);
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]    // 44
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAÄ")]
    public async Task Calls_what_is_not_in_the_form_of_an_id_unreadable(string presented) =>
        Assert.Equal(SessionOutcome.Unreadable, (await FindAsync(Gateway(), presented)).Outcome);

    [Fact]
    public async Task Ends_a_session_that_goes_unused_for_too_long_and_no_other()
    {
        var here = Gateway();
        var (used, unused) = (await BeginAsync(here), await BeginAsync(here));

        Clock.Now = Noon.AddMinutes(29);
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, used)).Outcome);
        Clock.Now = Noon.AddMinutes(31);

        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, used)).Outcome);
        Assert.Equal(SessionOutcome.Idle, (await FindAsync(here, unused)).Outcome);
        Assert.Contains(unused.Handle, (await FindAsync(here, unused)).Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ends_a_session_at_its_end_however_much_it_is_used()
    {
        var here = Gateway();
        var session = await BeginAsync(here);
        Assert.Equal(Noon.AddHours(12), session.Ends);
        for (var minutes = 20; minutes < 720; minutes += 20)
        {
            Clock.Now = Noon.AddMinutes(minutes);
            Assert.Equal(SessionOutcome.Good, (await FindAsync(here, session)).Outcome);
        }

        Clock.Now = Noon.AddHours(12);

        Assert.Equal(SessionOutcome.Expired, (await FindAsync(here, session)).Outcome);
    }

    [Fact]
    public async Task Keeps_a_remembered_session_unused_as_long_as_the_browser_does()
    {
        var here = Gateway();
        var session = await BeginAsync(here, Alice() with { Remember = true });

        Assert.Equal(TimeSpan.FromDays(30), session.Remember);
        Clock.Now = Noon.AddDays(29);
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, session)).Outcome);
        Clock.Now = Noon.AddDays(30);
        Assert.Equal(SessionOutcome.Expired, (await FindAsync(here, session)).Outcome);
    }

    [Fact]
    public async Task Remembers_nobody_where_that_is_not_offered()
    {
        var here = Gateway();
        here.Terms = here.Terms with { Remember = TimeSpan.Zero };

        var session = await BeginAsync(here, Alice() with { Remember = true });

        Assert.Null(session.Remember);
        Assert.Equal(Noon.AddHours(12), session.Ends);
    }

    [Fact]
    public async Task Holds_sessions_to_terms_that_became_shorter()
    {
        var here = Gateway();
        var session = await BeginAsync(here);
        await FindAsync(here, session);
        here.Terms = here.Terms with { Lifetime = TimeSpan.FromMinutes(5) };

        Clock.Now = Noon.AddMinutes(5);

        Assert.Equal(SessionOutcome.Expired, (await FindAsync(here, session)).Outcome);
    }

    [Fact]
    public async Task Asks_for_a_users_groups_at_every_request()
    {
        var here = Gateway();
        var session = await BeginAsync(here);
        await FindAsync(here, session);

        Home.Run("UPDATE users SET groups = '[\"guests\"]'");

        Assert.True(await Eventually.IsSoAsync(() => FindAsync(here, session).Result.Subject!.Groups is ["guests"]));
    }

    [Fact]
    public async Task Keeps_what_a_provider_said_of_a_person()
    {
        var claims = new SnapshotClaims("https://idp.example", ImmutableDictionary<string, ImmutableArray<string>>.Empty.Add("department", ["chemistry"]));
        var who = new SignedIn(new Subject("carol") { Groups = ["physicists"], Roles = ["reader"], Scopes = ["mail"], Email = "c@idp.example", Claims = claims })
        {
            At = Noon.AddHours(-1),
            Provider = "corp",
            ProviderSubject = "4711",
            Methods = ["pwd", "otp"],
            Acr = "urn:gold",
        };
        var session = await BeginAsync(Gateway(), who);

        var subject = (await FindAsync(Gateway(), session)).Subject!;

        Assert.Equal(["physicists"], subject.Groups);
        Assert.Equal(["reader"], subject.Roles);
        Assert.Equal(["mail"], subject.Scopes);
        Assert.Equal("c@idp.example", subject.Email);
        Assert.Equal("https://idp.example", subject.Claims!.Issuer);
        Assert.Equal(["chemistry"], subject.Claims.Values("department"));
        Assert.Equal(["pwd", "otp"], subject.Session!.Methods);
        Assert.Equal(["urn:gold", "mfa"], subject.Session.Strengths);
        Assert.Equal(Noon.AddHours(-1), subject.Session.SignedIn);
    }

    [Fact]
    public async Task Never_writes_an_id_down()
    {
        var here = Gateway();
        var session = await BeginAsync(here, Alice() with { Remember = true });
        await FindAsync(here, session);
        here.Flush();

        var row = Home.Texts("SELECT * FROM sessions");
        Assert.Contains(session.Handle, row);
        Assert.DoesNotContain(row, text => text.Contains(session.Id.Reveal(), StringComparison.Ordinal));
        Assert.Equal("***", session.Id.ToString());
        Assert.DoesNotContain(session.Id.Reveal(), session.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Lists_a_persons_sessions_that_are_not_over()
    {
        var here = Gateway();
        var old = await BeginAsync(here);
        Clock.Now = Noon.AddMinutes(20);
        var (ended, current) = (await BeginAsync(here), await BeginAsync(here));
        await BeginAsync(here, Of("bob"));
        await here.EndAsync(ended.Id.Reveal(), Cancel);
        Clock.Now = Noon.AddMinutes(35);
        await FindAsync(here, current);

        var listed = Assert.Single(await here.ListAsync("alice", null, Cancel));

        Assert.Equal(current.Handle, listed.Handle);
        Assert.Equal(Noon.AddMinutes(20), listed.Created);
        Assert.Equal(Noon.AddMinutes(35), listed.LastUsed);
        Assert.Equal(("192.0.2.7", "Browser/1.0"), (listed.Client, listed.UserAgent));
        Assert.Equal(2, (await here.ListAsync(Cancel)).Count);
        Assert.NotEqual(old.Handle, listed.Handle);
    }

    [Fact]
    public async Task Writes_little_of_what_a_browser_calls_itself_and_nothing_that_a_terminal_would_obey()
    {
        var here = Gateway();
        await here.BeginAsync(Alice(), new(IPAddress.Parse("::ffff:192.0.2.7"), "\u001b[2J" + new string('x', 1000)), Cancel);

        var listed = Assert.Single(await here.ListAsync(Cancel));

        Assert.Equal("?[2J" + new string('x', 252), listed.UserAgent);
        Assert.Equal("192.0.2.7", listed.Client);
    }

    [Fact]
    public async Task Shorter_terms_hold_at_once_and_longer_ones_revive_nothing()
    {
        var (here, idle) = (Gateway(), Noon.AddMinutes(30));
        var (session, shortened) = (await BeginAsync(here), await BeginAsync(here));
        Clock.Now = idle.AddMinutes(-1);
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, shortened)).Outcome);
        Clock.Now = idle;
        Assert.Equal(SessionOutcome.Idle, (await FindAsync(here, session)).Outcome);

        here.Terms = here.Terms with { Idle = TimeSpan.FromHours(2) };
        var after = Gateway();
        after.Terms = here.Terms;
        Assert.Equal(SessionOutcome.Idle, (await FindAsync(here, session)).Outcome);
        Assert.Equal(SessionOutcome.Idle, (await FindAsync(after, session)).Outcome);
        Assert.DoesNotContain(await here.ListAsync(Cancel), record => record.Handle == session.Handle);
        Clock.Now = idle.AddMinutes(2);
        Assert.DoesNotContain(new SessionRegister(Home.Open(), Clock) { Terms = () => here.Terms }.List(), record => record.Handle == session.Handle);

        here.Terms = here.Terms with { Idle = TimeSpan.FromMinutes(2) };
        Assert.Equal(SessionOutcome.Idle, (await FindAsync(here, shortened)).Outcome);
    }

    [Theory]
    [InlineData(SessionOutcome.Idle)]
    [InlineData(SessionOutcome.Expired)]
    public async Task What_was_over_by_shorter_terms_stays_over_when_they_become_longer_again(SessionOutcome over)
    {
        var (here, there) = (Gateway(), Gateway());
        var session = await BeginAsync(here);
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, session)).Outcome);
        var longer = here.Terms;
        here.Terms = over == SessionOutcome.Idle ? longer with { Idle = TimeSpan.FromMinutes(1) } : longer with { Lifetime = TimeSpan.FromMinutes(1) };
        Clock.Now = Noon.AddMinutes(2);
        Assert.Equal(over, (await FindAsync(here, session)).Outcome);

        here.Terms = longer;
        here.Shortened.Write();

        Assert.Equal(over, (await FindAsync(here, session)).Outcome);
        Assert.Equal(over, (await FindAsync(there, session)).Outcome);
        Assert.Empty(await there.ListAsync(Cancel));
    }

    [Fact]
    public async Task What_begins_after_a_clock_was_set_back_is_not_cut_off()
    {
        var here = Gateway();
        var session = await BeginAsync(here);
        var facts = (await FindAsync(here, session)).Subject!.Session!;
        using var stream = here.Enter(facts);
        Clock.Now = Noon.AddDays(2);
        here.Sweep();
        Assert.True(stream.Over.IsCancellationRequested);

        Clock.Now = Noon;
        using var next = here.Enter(facts);

        Assert.False(next.Over.IsCancellationRequested);
    }

    public sealed class OnSqlite() : SessionStoreTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : SessionStoreTests(new PostgresHome(server));
}

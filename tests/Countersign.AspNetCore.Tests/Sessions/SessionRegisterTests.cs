using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.Ports;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Xunit;

namespace Countersign.AspNetCore.Tests.Sessions;

public abstract class SessionRegisterTests(StoreHome home) : SessionTests(home)
{
    [Fact]
    public async Task Lists_the_sessions_of_everybody_the_latest_first()
    {
        var here = Gateway();
        var first = await BeginAsync(here);
        Clock.Now = Noon.AddMinutes(1);
        var second = await BeginAsync(here, AtProvider("alice"));
        Clock.Now = Noon.AddMinutes(2);
        var third = await BeginAsync(here, Of("bob"));
        var register = Register();

        Assert.Equal([third.Handle, second.Handle, first.Handle], register.List().Select(session => session.Handle));
        Assert.Equal([third.Handle, second.Handle], register.List(most: 2).Select(session => session.Handle));
        Assert.Equal([second.Handle, first.Handle], register.List("alice").Select(session => session.Handle));
        Assert.Empty(register.List("nobody"));
        Assert.Empty(register.List("a\0"));
        Assert.Equal(("alice", "corp"), (register.Find(second.Handle)!.Name, register.Find(second.Handle)!.Provider));
        Assert.Null(register.Find("0000000000000000"));
        Assert.Null(register.Find("a\0"));
    }

    [Fact]
    public async Task Knows_users_by_the_composed_form_of_their_names_and_other_people_as_they_are_written()
    {
        var here = Gateway();
        var (user, person) = (await BeginAsync(here, Of("j\u00f6rg")), await BeginAsync(here, AtProvider("jo\u0308rg")));

        Assert.Equal([person.Handle, user.Handle], new[] { "jo\u0308rg" }.SelectMany(name => Register().List(name)).Select(session => session.Handle).OrderBy(handle => handle == user.Handle));
        Assert.Equal(user.Handle, Assert.Single(Register().List("j\u00f6rg")).Handle);
    }

    [Theory]
    [InlineData(0, true, true)]
    [InlineData(30, true, true)]                        // a use may not be written for a minute
    [InlineData(31, false, true)]
    [InlineData((60 * 24 * 30) - 1, false, true)]
    [InlineData(60 * 24 * 30, false, false)]
    public async Task Lists_no_session_that_is_over(int minutes, bool listsPlain, bool listsRemembered)
    {
        var here = Gateway();
        var (plain, remembered) = (await BeginAsync(here), await BeginAsync(here, Alice() with { Remember = true }));

        Clock.Now = Noon.AddMinutes(minutes);

        var listed = Register().List().Select(session => session.Handle).ToList();
        Assert.Equal((listsPlain, listsRemembered), (listed.Contains(plain.Handle), listed.Contains(remembered.Handle)));
        Assert.Equal(listsPlain, Register().Find(plain.Handle) is not null);
    }

    [Fact]
    public async Task Terms_that_became_shorter_hold_for_what_is_listed()
    {
        var here = Gateway();
        var session = await BeginAsync(here, Alice() with { Remember = true });
        var shorter = new SessionRegister(Home.Open(), Clock) { Terms = () => new() { Remember = TimeSpan.FromHours(1), Lifetime = TimeSpan.FromMinutes(10) } };

        Assert.Equal(Noon.AddHours(1), shorter.Find(session.Handle)!.Ends);
        Clock.Now = Noon.AddHours(1);
        Assert.Null(shorter.Find(session.Handle));
    }

    [Fact]
    public async Task Ends_one_session_once_and_every_gateway_hears_of_it()
    {
        var here = Gateway();
        var (ended, other) = (await BeginAsync(here), await BeginAsync(here));
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, ended)).Outcome);

        Assert.True(Register().Revoke(ended.Handle));
        Assert.False(Register().Revoke(ended.Handle));
        Assert.False(Register().Revoke("0000000000000000"));
        Assert.False(Register().Revoke("a\0"));

        Assert.True(await IsSoWithinASecondAsync(here, ended, SessionOutcome.Revoked));
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, other)).Outcome);
        Assert.Equal(other.Handle, Assert.Single(Register().List()).Handle);
    }

    [Fact]
    public async Task Ends_all_sessions_of_a_name_or_of_everybody()
    {
        var here = Gateway();
        await BeginAsync(here);
        await BeginAsync(here, AtProvider("alice"));
        var bobs = await BeginAsync(here, Of("bob"));

        Assert.Equal(2, Register().RevokeAll("alice"));
        Assert.Equal((0, 0), (Register().RevokeAll("alice"), Register().RevokeAll("a\0")));
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, bobs)).Outcome);
        Assert.Equal(1, Register().RevokeAll());

        Assert.Empty(Register().List());
    }

    [Fact]
    public async Task A_new_password_ends_the_sessions_of_before_and_other_changes_none()
    {
        var here = Gateway(out var users);
        var session = await BeginAsync(here);

        users.SetGroups("alice", ["ops"]);
        users.SetEmail("alice", null);
        users.AddToGroup("more", ["alice"]);
        users.SetPasswordHash("alice", "hash");
        users.SetDisabled("alice", false);
        users.SetPasswordHash("bob", "another");
        Assert.Equal(SessionOutcome.Good, (await FindAsync(here, session)).Outcome);

        users.SetPasswordHash("alice", "another");
        Assert.Equal(SessionOutcome.Revoked, (await FindAsync(here, session)).Outcome);
    }

    private SessionRegister Register() => new(Home.Open(), Clock);

    public sealed class OnSqlite() : SessionRegisterTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : SessionRegisterTests(new PostgresHome(server));
}

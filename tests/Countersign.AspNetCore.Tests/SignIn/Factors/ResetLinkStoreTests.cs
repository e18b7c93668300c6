using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.TestKit.Postgres;
using Xunit;

namespace Countersign.AspNetCore.Tests.SignIn.Factors;

public abstract class ResetLinkStoreTests : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly SetClock _clock = new(Noon);
    private readonly StoreHome _home;
    private readonly UserStore _users;
    private readonly ResetLinkStore _here;
    private readonly ResetLinkStore _there;

    protected ResetLinkStoreTests(StoreHome home)
    {
        _home = home;
        var store = home.Open();
        _users = new(store);
        _users.Add(new("anna", "old"));
        _here = new(store, _clock);
        _there = new(home.Open(), _clock);
    }

    public void Dispose()
    {
        _home.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Set_a_password_once_and_are_not_used_up_by_being_looked_at()
    {
        var token = _here.Issue("anna", ResetLinkStore.UsualTerm)!.Reveal();
        Assert.Matches("^[A-Za-z0-9_-]{43}$", token);
        for (var look = 0; look < 3; look++)
        {
            Assert.Equal(ResetLinkState.Good, _there.Find(token, out var user));
            Assert.Equal("anna", user);
        }

        Assert.Equal("anna", _there.Redeem(token, "new"));
        Assert.Null(_here.Redeem(token, "newer"));

        Assert.Equal(ResetLinkState.Unknown, _here.Find(token, out _));
        Assert.Equal("new", new UserStore(_home.Open()).Find("anna")!.PasswordHash);
    }

    [Fact]
    public async Task Are_good_at_one_of_two_gateways_that_get_them_at_once()
    {
        var token = _here.Issue("anna", ResetLinkStore.UsualTerm)!.Reveal();

        var users = await Task.WhenAll(Task.Run(() => _here.Redeem(token, "a")), Task.Run(() => _there.Redeem(token, "b")));

        Assert.Equal([null, "anna"], users.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void End_with_their_term()
    {
        var token = _here.Issue("anna", TimeSpan.FromMinutes(5))!.Reveal();
        _clock.Now = Noon.AddMinutes(5).AddMilliseconds(-1);
        Assert.Equal(ResetLinkState.Good, _here.Find(token, out _));
        _clock.Now = Noon.AddMinutes(5);

        Assert.Equal(ResetLinkState.Expired, _here.Find(token, out _));
        Assert.Null(_here.Redeem(token, "new"));
        Assert.Equal("old", _users.Find("anna")!.PasswordHash);
    }

    [Fact]
    public void Give_way_to_a_newer_one_of_the_same_user()
    {
        _users.Add(new("bert", "old"));
        var (first, berts, second) = (_here.Issue("anna", ResetLinkStore.UsualTerm)!, _here.Issue("bert", ResetLinkStore.UsualTerm)!, _there.Issue("anna", ResetLinkStore.UsualTerm)!);

        Assert.Null(_here.Redeem(first.Reveal(), "new"));
        Assert.Equal("anna", _here.Redeem(second.Reveal(), "new"));
        Assert.Equal("bert", _here.Redeem(berts.Reveal(), "new"));
    }

    [Fact]
    public void Go_with_their_user_and_are_made_for_nobody_else()
    {
        Assert.Null(_here.Issue("nobody", ResetLinkStore.UsualTerm));
        Assert.Null(_here.Issue("a\0", ResetLinkStore.UsualTerm));
        var token = _here.Issue("anna", ResetLinkStore.UsualTerm)!.Reveal();

        _users.Remove("anna");
        _users.Add(new("anna", "another person"));

        Assert.Null(_here.Redeem(token, "new"));
        Assert.Equal("another person", _users.Find("anna")!.PasswordHash);
    }

    [Fact]
    public void End_when_an_operator_sets_another_password()
    {
        var token = _here.Issue("anna", ResetLinkStore.UsualTerm)!.Reveal();

        _users.SetEmail("anna", "anna@example.org");
        Assert.Equal(ResetLinkState.Good, _here.Find(token, out _));
        _users.SetPasswordHash("anna", "set by the operator");

        Assert.Equal(ResetLinkState.Unknown, _here.Find(token, out _));
        Assert.Null(_there.Redeem(token, "new"));
        Assert.Equal("set by the operator", _users.Find("anna")!.PasswordHash);
    }

    [Fact]
    public void End_when_the_person_changes_the_password_or_is_switched_off()
    {
        _users.Add(new("bert", "old"));
        var (annas, berts) = (_here.Issue("anna", ResetLinkStore.UsualTerm)!.Reveal(), _here.Issue("bert", ResetLinkStore.UsualTerm)!.Reveal());

        PasswordChange.Write(_home.Open(), "anna", "new", Noon);
        _users.SetDisabled("bert", true);
        _users.SetDisabled("bert", false);

        Assert.Null(_here.Redeem(annas, "newer"));
        Assert.Null(_here.Redeem(berts, "newer"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("short")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("ÄAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void Are_not_guessed(string token)
    {
        _here.Issue("anna", ResetLinkStore.UsualTerm);

        Assert.Equal(ResetLinkState.Unknown, _here.Find(token, out var user));
        Assert.Null(user);
        Assert.Null(_here.Redeem(token, "new"));
    }

    [Fact]
    public void Do_not_show_their_token() => Assert.Equal("***", _here.Issue("anna", ResetLinkStore.UsualTerm)!.ToString());

    public sealed class OnSqlite() : ResetLinkStoreTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : ResetLinkStoreTests(new PostgresHome(server));
}

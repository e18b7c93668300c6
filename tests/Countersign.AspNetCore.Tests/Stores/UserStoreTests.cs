using Countersign.AspNetCore.Stores;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

public abstract class UserStoreTests(StoreHome home) : IDisposable
{

    public void Dispose()
    {
        home.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Keeps_everything_about_a_user()
    {
        var users = new UserStore(home.Open());
        Assert.True(users.Add(new("ann", "$2y$05$x") { Groups = ["staff", "ops"], Email = "ann@example.org" }));

        var ann = new UserStore(home.Open()).Find("ann")!;

        Assert.Equal("$2y$05$x", ann.PasswordHash);
        Assert.Equal(["staff", "ops"], ann.Groups);
        Assert.Equal("ann@example.org", ann.Email);
        Assert.False(ann.Disabled);
    }

    [Fact]
    public void Sees_its_own_changes_at_once()
    {
        var users = new UserStore(home.Open());
        users.Add(new("ann", "old"));

        Assert.True(users.SetPasswordHash("ann", "new"));
        Assert.Equal("new", users.Find("ann")!.PasswordHash);
        Assert.True(users.SetDisabled("ann", true));
        Assert.True(users.Find("ann")!.Disabled);
        Assert.True(users.Remove("ann"));
        Assert.Null(users.Find("ann"));
    }

    [Fact]
    public async Task Sees_changes_through_another_connection_within_a_second()
    {
        var here = new UserStore(home.Open());
        var there = new UserStore(home.Open());

        there.Add(new("ann", "h"));
        Assert.True(await Eventually.IsSoWithinAsync(1, () => here.Find("ann") is not null));
        there.SetDisabled("ann", true);
        Assert.True(await Eventually.IsSoWithinAsync(1, () => here.Find("ann")!.Disabled));
    }

    [Fact]
    public void Adds_a_name_once_and_changes_none_that_is_missing()
    {
        var users = new UserStore(home.Open());

        Assert.True(users.Add(new("ann", "h")));
        Assert.False(users.Add(new("ann", "other")));
        Assert.Equal("h", users.Find("ann")!.PasswordHash);
        Assert.False(users.SetPasswordHash("bob", "h"));
        Assert.False(users.Remove("bob"));
    }

    [Fact]
    public void Tells_names_apart_by_case() => Assert.Null(With("Ann").Find("ann"));

    [Theory]
    [InlineData("")]
    [InlineData("a:b")]
    [InlineData("a\nb")]
    [InlineData(" a")]
    [InlineData("\ufffe")]
    public void Takes_no_name_that_Basic_could_not_carry(string name) => Assert.Throws<ArgumentException>(() => With(name));

    [Fact]
    public void Knows_a_name_by_its_composed_form_however_it_was_typed()
    {
        var users = With("jo\u0308rg");

        Assert.Equal("j\u00f6rg", Assert.Single(users.List()).Name);
        Assert.NotNull(users.Find("jo\u0308rg"));
        Assert.False(users.Add(new("j\u00f6rg", "h")));
        Assert.True(users.SetPasswordHash("jo\u0308rg", "new"));
        Assert.True(users.SetDisabled("jo\u0308rg", true));
        Assert.True(users.Remove("jo\u0308rg"));
    }

    [Fact]
    public void Sets_groups_and_address_and_leaves_the_rest()
    {
        var users = new UserStore(home.Open());
        users.Add(new("ann", "h") { Groups = ["staff"], Email = "ann@example.org", Disabled = true });
        var before = users.Find("ann")!;

        Assert.True(users.SetGroups("ann", ["ops", "ops", "admins"]));
        Assert.True(users.SetEmail("ann", null));

        var after = new UserStore(home.Open()).Find("ann")!;
        Assert.Equal(["ops", "admins"], after.Groups);
        Assert.Null(after.Email);
        Assert.Equal(("h", true, before.Created), (after.PasswordHash, after.Disabled, after.Created));
        Assert.False(users.SetGroups("bob", ["ops"]));
        Assert.False(users.SetEmail("bob", "bob@example.org"));
    }

    [Fact]
    public void Reads_for_an_operator_what_another_process_wrote_a_moment_ago()
    {
        using var here = home.Open();
        var users = new UserStore(here);

        new UserStore(home.Open()).Add(new("ann", "h"));

        Assert.Equal("ann", Assert.Single(users.Read()).Name);
    }

    [Fact]
    public void A_change_is_made_only_of_the_user_that_was_meant()
    {
        var users = new UserStore(home.Open());
        users.Add(new("ann", "h") { Groups = ["staff"] });
        Func<UserRecord, bool> isStillStaff = user => user.Groups is ["staff"];

        var made = users.Change("ann", isStillStaff, user => user with { Groups = ["ops"] });
        var late = users.Change("ann", isStillStaff, user => user with { Groups = [] });

        Assert.Equal((UserChangeOutcome.Changed, "ops"), (made.Outcome, Assert.Single(made.User!.Groups)));
        Assert.Equal(new(UserChangeOutcome.Outdated), late);
        Assert.Equal(UserChangeOutcome.Outdated, users.Remove("ann", isStillStaff).Outcome);
        Assert.Equal(["ops"], users.Find("ann")!.Groups);
        Assert.Equal(UserChangeOutcome.Unknown, users.Change("bob", isMeant: null, user => user).Outcome);
        Assert.Throws<ArgumentException>(() => users.Change("ann", isMeant: null, user => user with { Email = "a\0" }));
        Assert.Null(users.Find("ann")!.Email);
    }

    [Fact]
    public void A_group_is_there_while_it_has_a_member()
    {
        var users = WithThree();

        Assert.Equal(["bob", "ann"], users.AddToGroup("ops", ["bob", "ann", "ann"]).Changed);
        Assert.Equal(["bob"], users.RemoveFromGroup("staff", ["bob"]).Changed);
        Assert.Equal([("ops", "ann bob"), ("staff", "ann")], Groups(users));
        Assert.Empty(users.AddToGroup("ops", ["ann"]).Changed);

        Assert.Equal(1, users.RemoveGroup("staff"));
        Assert.Equal(0, users.RemoveGroup("staff"));
        Assert.Equal([("ops", "ann bob")], Groups(users));
    }

    [Fact]
    public void Members_join_and_leave_all_or_none()
    {
        var users = WithThree();

        Assert.Equal(["nobody", "a\0"], users.AddToGroup("ops", ["ann", "nobody", "a\0"]).Unfit);
        Assert.Equal(["eva", "nobody"], users.RemoveFromGroup("staff", ["ann", "eva", "nobody"]).Unfit);

        Assert.Equal([("staff", "ann bob")], Groups(users));
    }

    [Fact]
    public async Task Changes_of_one_user_through_two_connections_are_all_kept()
    {
        var stores = new[] { new UserStore(home.Open()), new UserStore(home.Open()) };
        stores[0].Add(new("ann", "h"));

        await Task.WhenAll(stores.Select((users, store) => Task.Run(() =>
        {
            for (var i = 0; i < 20; i++)
                users.AddToGroup($"{store}-{i}", ["ann"]);
        })));

        Assert.Equal(40, Assert.Single(stores[0].Read()).Groups.Length);
    }

    [Fact]
    public void Shows_no_hash_of_a_user() => Assert.Equal("ann", new UserRecord("ann", "$2y$05$secret").ToString());

    private static List<(string Name, string Members)> Groups(UserStore users) =>
        [.. GroupRecord.Of(users.Read()).Select(group => (group.Name, string.Join(' ', group.Members)))];

    private UserStore WithThree()
    {
        var users = new UserStore(home.Open());
        users.Add(new("bob", "h") { Groups = ["staff"] });
        users.Add(new("ann", "h") { Groups = ["staff"] });
        users.Add(new("eva", "h"));
        return users;
    }

    private UserStore With(string name)
    {
        var users = new UserStore(home.Open());
        users.Add(new(name, "h"));
        return users;
    }

    public sealed class OnSqlite : UserStoreTests
    {
        private readonly TemporaryStore _file;

        public OnSqlite()
            : this(new())
        {
        }

        private OnSqlite(TemporaryStore file)
            : base(file) => _file = file;

        [Fact]
        public async Task Sees_changes_through_another_connection_when_it_is_told_to_look()
        {
            var stopped = new StoppedClock();
            var here = new UserStore(_file.Open(stopped), stopped);
            var there = new UserStore(_file.Open());

            there.Add(new("ann", "h"));
            await here.LookForChangesAsync(TestContext.Current.CancellationToken);
            Assert.Null(here.Find("ann"));
            stopped.Move(1);
            await here.LookForChangesAsync(TestContext.Current.CancellationToken);
            Assert.NotNull(here.Find("ann"));
        }
    }

    public sealed class OnPostgres(PostgresServer server) : UserStoreTests(new PostgresHome(server));
}

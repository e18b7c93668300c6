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
    public void Shows_no_hash_of_a_user() => Assert.Equal("ann", new UserRecord("ann", "$2y$05$secret").ToString());

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

using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.TestKit.Postgres;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

public abstract class StoreTests(StoreHome home) : IDisposable
{
    public void Dispose()
    {
        home.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Says_that_a_table_can_not_be_read()
    {
        using var store = home.Open();
        home.Run("DROP TABLE revocations");

        Assert.Contains(store.Place, Assert.Throws<StoreUnavailableException>(() => new RevocationStore(store)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Opens_the_same_store_from_many_threads_at_once()
    {
        Parallel.For(0, 8, i =>
        {
            using var store = Store.Open(home.Name);
            Assert.True(new UserStore(store).Add(new($"user{i}", "h")));
        });

        Assert.Equal(8, new UserStore(home.Open()).List().Count);
    }

    [Theory]
    [InlineData("users", "(name, hash, groups, disabled, created) VALUES ('bad', 'h', 'not JSON', 0, 0)")]
    [InlineData("api_keys", "(id, name, prefix, hash, scopes, created) VALUES ('i', 'bad', 'p', octets('00'), '[]', 0)")]
    [InlineData("api_keys", "(id, name, prefix, hash, scopes, created) VALUES ('i', 'bad', 'p', octets('00112233445566778899aabbccddeeff'), 'not JSON', 0)")]
    public async Task Keeps_what_it_knew_beside_a_row_that_cannot_be_read_and_closes_in_time(string table, string row)
    {
        var clock = new StoppedClock();
        var store = home.Open(clock);
        var users = new UserStore(store);
        using var keys = new ApiKeyStore(store);
        users.Add(new("ann", "h"));
        var told = new List<string?>();
        store.FailureChanged += (_, _) => told.Add(store.Failure);

        home.Run($"INSERT INTO {table} {row}");
        store.Poll();
        clock.Move(1);
        await users.LookForChangesAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(users.Find("ann"));
        Assert.True(store.IsReadable);
        clock.Move(5000);
        Assert.False(store.IsReadable);
        Assert.Contains($"the table {table} ", Assert.Single(told), StringComparison.Ordinal);

        home.Run($"DELETE FROM {table} WHERE name = 'bad'");
        store.Poll();
        Assert.True(store.IsReadable);
        Assert.Null(told[^1]);
    }

    [Fact]
    public void Does_not_open_on_the_word_of_a_row_that_cannot_be_read()
    {
        using var store = home.Open();
        home.Run("INSERT INTO users (name, hash, groups, disabled, created) VALUES ('bad', 'h', 'not JSON', 0, 0)");

        Assert.Contains("users", Assert.Throws<StoreUnavailableException>(() => new UserStore(store)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData('\0')]
    [InlineData('\ud800')]
    [InlineData('\udc00')]
    public void Refuses_texts_that_no_database_gives_back_and_finds_nothing_by_them(char foreign)
    {
        var text = $"a{foreign}b";
        using var store = home.Open();
        var users = new UserStore(store);
        using var keys = new ApiKeyStore(store);
        using var revocations = new RevocationStore(store);
        users.Add(new("ann", "h"));

        Action[] writings =
        [
            () => users.Add(new(text, "h")),
            () => users.Add(new("ben", text)),
            () => users.Add(new("ben", "h") { Email = text }),
            () => users.Add(new("ben", "h") { Groups = ["staff", text] }),
            () => users.SetPasswordHash("ann", text),
            () => keys.Create(text),
            () => keys.Create("ci", owner: text),
            () => keys.Create("ci", ["read", text]),
            () => revocations.Add(new(RevocationKind.Subject, text)),
            () => revocations.Add(new(RevocationKind.Subject, "ann") { Issuer = text }),
            () => revocations.Add(new(RevocationKind.Subject, "ann") { Reason = text }),
        ];
        Assert.All(writings, writing => Assert.DoesNotContain(foreign, Assert.Throws<ArgumentException>(writing).Message));

        Assert.Equal("h", Assert.Single(users.List()).PasswordHash);
        Assert.Empty(keys.List());
        Assert.Empty(revocations.List());
        Assert.False(users.Remove(text));
        Assert.False(users.SetDisabled(text, true));
        Assert.False(users.SetPasswordHash(text, "h"));
        Assert.False(keys.Revoke(text));
        Assert.Equal(ApiKeyRotationOutcome.Unknown, keys.Rotate(text, TimeSpan.Zero).Outcome);
        Assert.Null(new StoredJournal(store).Find(text));
    }

    public sealed class OnSqlite() : StoreTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : StoreTests(new PostgresHome(server));
}

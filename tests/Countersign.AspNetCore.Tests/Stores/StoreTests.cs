using Countersign.AspNetCore.Stores;
using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

public sealed class StoreTests : IDisposable
{
    private readonly TemporaryStore _file = new();

    public void Dispose() => _file.Dispose();

    [Fact]
    public void Makes_the_file_for_its_owner_alone()
    {
        using var store = _file.Open();
        new UserStore(store).Add(new("ann", "h"));

        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_file.Path));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_file.Path + "-wal"));
    }

    [Fact]
    public void Syncs_every_commit_of_users_and_keys()
    {
        using var connection = _file.Open().Connect(full: true);

        Assert.Equal("wal", connection.ExecuteScalar<string>("PRAGMA journal_mode"));
        Assert.Equal(2, connection.ExecuteScalar<int>("PRAGMA synchronous"));
    }

    [Fact]
    public void Says_that_a_damaged_file_is_damaged()
    {
        File.WriteAllText(_file.Path, new string('x', 4096));

        var problem = Assert.Throws<StoreUnavailableException>(() => _file.Open());

        Assert.Contains("damaged", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_it_can_not_be_written_when_SQLite_says_so()
    {
        using var users = _file.Open();
        _file.Run("CREATE TRIGGER full BEFORE INSERT ON users BEGIN SELECT RAISE(FAIL, 'no more'); END");

        var problem = Assert.Throws<StoreUnavailableException>(() => new UserStore(users).Add(new("anna", "x")));

        Assert.Contains(_file.Path, problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Says_that_a_table_can_not_be_read()
    {
        using var store = _file.Open();
        _file.Run("DROP TABLE revocations");

        Assert.Contains(_file.Path, Assert.Throws<StoreUnavailableException>(() => new RevocationStore(store)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_open_a_store_of_a_newer_version()
    {
        _file.Open().Dispose();
        Execute("PRAGMA user_version = 99");

        var problem = Assert.Throws<StoreUnavailableException>(() => _file.Open());

        Assert.Contains("newer", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Does_not_touch_a_database_of_another_program()
    {
        Execute("CREATE TABLE theirs (x)");

        var problem = Assert.Throws<StoreUnavailableException>(() => _file.Open());

        Assert.Contains("another program", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres:host")]
    [InlineData("sqlite:")]
    [InlineData("sqlite:/nowhere/at/all/store.db")]
    public void Says_what_is_wrong_with_a_place(string place) => Assert.Throws<StoreUnavailableException>(() => Store.Open(place));

    [Fact]
    public void Says_where_to_name_another_place_when_it_can_make_no_file()
    {
        var problem = Assert.Throws<StoreUnavailableException>(() => Store.Open("sqlite:/no such folder/store.db"));

        Assert.Contains("`store: sqlite:FILE`", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Opens_the_same_file_from_many_threads_at_once()
    {
        Parallel.For(0, 8, i =>
        {
            using var store = Store.Open(_file.Name);
            Assert.True(new UserStore(store).Add(new($"user{i}", "h")));
        });

        Assert.Equal(8, new UserStore(_file.Open()).List().Count);
    }

    [Theory]
    [InlineData("users", "(name, hash, groups, disabled, created) VALUES ('bad', 'h', 'not JSON', 0, 0)")]
    [InlineData("api_keys", "(id, name, prefix, hash, scopes, created) VALUES ('i', 'bad', 'p', x'00', '[]', 0)")]
    [InlineData("api_keys", "(id, name, prefix, hash, scopes, created) VALUES ('i', 'bad', 'p', x'00112233445566778899aabbccddeeff', 'not JSON', 0)")]
    public async Task Keeps_what_it_knew_beside_a_row_that_cannot_be_read_and_closes_in_time(string table, string row)
    {
        var clock = new StoppedClock();
        var store = _file.Open(clock);
        var users = new UserStore(store);
        using var keys = new ApiKeyStore(store);
        users.Add(new("ann", "h"));
        var told = new List<string?>();
        store.FailureChanged += (_, _) => told.Add(store.Failure);

        _file.Run($"INSERT INTO {table} {row}");
        store.Poll();
        clock.Move(1);
        await users.LookForChangesAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(users.Find("ann"));
        Assert.True(store.IsReadable);
        clock.Move(5000);
        Assert.False(store.IsReadable);
        Assert.Contains($"the table {table} ", Assert.Single(told), StringComparison.Ordinal);

        _file.Run($"DELETE FROM {table} WHERE name = 'bad'");
        store.Poll();
        Assert.True(store.IsReadable);
        Assert.Null(told[^1]);
    }

    [Fact]
    public void Does_not_open_on_the_word_of_a_row_that_cannot_be_read()
    {
        using var store = _file.Open();
        _file.Run("INSERT INTO users (name, hash, groups, disabled, created) VALUES ('bad', 'h', 'not JSON', 0, 0)");

        Assert.Contains("users", Assert.Throws<StoreUnavailableException>(() => new UserStore(store)).Message, StringComparison.Ordinal);
    }

    private void Execute(string sql)
    {
        _file.Open().Dispose();
        if (sql.StartsWith("CREATE", StringComparison.Ordinal))
            File.Delete(_file.Path);
        _file.Run(sql);
    }
}

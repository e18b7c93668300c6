using Countersign.AspNetCore.Stores;
using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

public sealed class SqliteStoreTests : IDisposable
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
    public void Can_be_written_again_after_SQLite_took_back_what_was_to_be_committed()
    {
        // So it does on a full disk.
        using var store = _file.Open();
        var users = new UserStore(store);
        var faults = 1;
        int Fail(object state) => faults-- > 0 ? 1 : 0;

        Assert.Throws<StoreUnavailableException>(() => store.Write((connection, transaction) =>
        {
            SQLitePCL.raw.sqlite3_commit_hook(((SqliteConnection)connection).Handle, Fail, null);
            return connection.Execute("DELETE FROM users", transaction: transaction);
        }));

        Assert.True(users.Add(new("ann", "h")));
        Assert.NotNull(users.Find("ann"));
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
    [InlineData(false)]
    [InlineData(true)]
    public void Can_not_be_used_when_its_file_was_taken_away_or_replaced(bool isReplaced)
    {
        var clock = new StoppedClock();
        using var store = Store.Open(_file.Name, clock);
        var users = new UserStore(store);
        users.Add(new("anna", "x"));
        File.Move(_file.Path, _file.Path + ".old");
        if (isReplaced)
            File.Copy(_file.Path + ".old", _file.Path);

        clock.Move(6_000);
        store.Poll();

        Assert.False(store.IsReadable);
        Assert.Contains("replaced", store.Failure, StringComparison.Ordinal);
        Assert.Contains("Restart", Assert.Throws<StoreUnavailableException>(() => users.Add(new("ben", "x"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Can_be_used_again_when_its_file_is_put_back()
    {
        var clock = new StoppedClock();
        using var store = Store.Open(_file.Name, clock);
        File.Move(_file.Path, _file.Path + ".old");
        clock.Move(6_000);
        store.Poll();
        File.Move(_file.Path + ".old", _file.Path);

        clock.Move(1_000);
        store.Poll();

        Assert.True(store.IsReadable);
        Assert.Null(store.Failure);
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

    private void Execute(string sql)
    {
        _file.Open().Dispose();
        if (sql.StartsWith("CREATE", StringComparison.Ordinal))
            File.Delete(_file.Path);
        _file.Run(sql);
    }
}

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

    private void Execute(string sql)
    {
        _file.Open().Dispose();
        if (sql.StartsWith("CREATE", StringComparison.Ordinal))
            File.Delete(_file.Path);
        _file.Run(sql);
    }
}

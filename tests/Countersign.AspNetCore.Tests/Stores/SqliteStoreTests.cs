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
    public void Says_what_is_wrong_with_a_place(string place) => Assert.Throws<StoreUnavailableException>(() => SqliteStore.Open(place));

    [Fact]
    public void Opens_the_same_file_from_many_threads_at_once()
    {
        Parallel.For(0, 8, i =>
        {
            using var store = SqliteStore.Open(_file.Name);
            Assert.True(new UserStore(store).Add(new($"user{i}", "h")));
        });

        Assert.Equal(8, new UserStore(_file.Open()).List().Count);
    }

    private void Execute(string sql)
    {
        _file.Open().Dispose();
        if (sql.StartsWith("CREATE", StringComparison.Ordinal))
            File.Delete(_file.Path);
        using var connection = new SqliteConnection($"Data Source={_file.Path};Pooling=False");
        connection.Open();
        connection.Execute(sql);
    }
}

using Countersign.AspNetCore.Stores;
using Dapper;
using Microsoft.Data.Sqlite;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

/// <summary>A SQLite file that another program has locked.</summary>
public sealed class LockedStoreTests : IDisposable
{
    private readonly string _file = Path.Combine(Directory.CreateTempSubdirectory("countersign-").FullName, "store.db");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_file)!, recursive: true);

    [Fact(Timeout = 40_000)]
    public async Task Keeps_those_who_write_waiting_for_a_moment_and_not_each_behind_the_other()
    {
        using var store = Store.Open("sqlite:" + _file);
        var users = new UserStore(store);
        users.Add(new("anna", "hash"));
        using var other = new SqliteConnection($"Data Source={_file};Pooling=False");
        other.Open();
        other.Execute("BEGIN IMMEDIATE");

        // Ten seconds each, one behind the other, would be over a minute.
        var writes = Enumerable.Range(0, 8).Select(i => Task.Run(() => Record.Exception(() => users.SetEmail("anna", $"a{i}@example.org")))).ToList();

        Assert.All(await Task.WhenAll(writes), failure => Assert.Contains("is locked by another program", Assert.IsType<StoreUnavailableException>(failure).Message, StringComparison.Ordinal));
        other.Execute("ROLLBACK");
        Assert.True(users.SetEmail("anna", "anna@example.org"));
    }
}

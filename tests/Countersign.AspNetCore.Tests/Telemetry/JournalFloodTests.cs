using System.Diagnostics;
using Countersign.AspNetCore.Telemetry;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Dapper;
using Xunit;

namespace Countersign.AspNetCore.Tests.Telemetry;

public abstract class JournalFloodTests(StoreHome home) : IDisposable
{
    public void Dispose()
    {
        home.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Takes_a_flood()
    {
        const int Count = 20_000;
        var store = home.Open();
        var clock = Stopwatch.StartNew();
        await using (var journal = new Journal(store, new() { QueueSize = Count, BatchDelay = TimeSpan.FromMilliseconds(50) }))
        {
            for (var i = 0; i < Count; i++)
                journal.Record(Entries.Wrong($"r{i}"));
            Assert.True(await Eventually.IsSoAsync(() => new StoredJournal(store).Find($"r{Count - 1}") is not null));
            Assert.Equal(0, journal.Dropped);
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{Count} refusals stored in {clock.ElapsedMilliseconds} ms");
        Assert.Equal(Count, store.Read("journal", connection => connection.ExecuteScalar<long>("SELECT count(*) FROM refusals")));
    }

    public sealed class OnSqlite() : JournalFloodTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : JournalFloodTests(new PostgresHome(server));
}

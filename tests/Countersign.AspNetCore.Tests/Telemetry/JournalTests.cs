using System.Collections.Concurrent;
using System.Globalization;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.AspNetCore.Tests.Stores;
using Countersign.Decisions;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Dapper;
using Xunit;

namespace Countersign.AspNetCore.Tests.Telemetry;

public abstract class JournalTests(StoreHome home) : IDisposable
{
    private static readonly JournalOptions Quick = new() { BatchDelay = TimeSpan.FromMilliseconds(20) };
    private static readonly JournalOptions Never = new() { BatchDelay = TimeSpan.FromHours(1) };
    private readonly SetClock _clock = new(Entries.Noon);

    public void Dispose()
    {
        home.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Keeps_all_of_an_entry()
    {
        await Write(Never, Entries.Wrong("full"), Entries.Bare("bare"));
        var stored = new StoredJournal(home.Open());

        Same(Entries.Wrong("full"), stored.Find("full"));
        Same(Entries.Bare("bare"), stored.Find("bare"));
        Assert.Null(stored.Find("other"));
    }

    [Fact]
    public async Task Keeps_every_reason_of_the_catalogue()
    {
        await Write(Never, [.. RefusalCatalogue.All.Select(refusal => Entries.Wrong(refusal.Row().Slug) with { Refusal = refusal, Verdicts = [new("s", refusal, null)] })]);
        var stored = new StoredJournal(home.Open());

        Assert.All(RefusalCatalogue.All, refusal => Assert.Equal(refusal, stored.Find(refusal.Row().Slug)!.Refusal));
    }

    [Theory]
    [InlineData("a\0b", "a\ufffdb")]
    [InlineData("'; DROP TABLE refusals; --", "'; DROP TABLE refusals; --")]
    [InlineData("\u202e\U0001f511", "\u202e\U0001f511")]
    public async Task Survives_what_peers_send(string text, string stored)
    {
        await Write(Never, Entries.Wrong("odd") with { Path = text, Subject = text, Verdicts = [new(text, null, text)], Challenges = [text] }, Entries.Wrong("next"));
        var journal = new StoredJournal(home.Open());

        Assert.Equal(stored, journal.Find("odd")!.Path);
        Assert.NotNull(journal.Find("next"));
    }

    [Fact]
    public async Task Survives_half_a_character()
    {
        await Write(Never, Entries.Wrong("odd") with { Path = "/\ud800", Verdicts = [new("\ud800", null, "\ud800")] }, Entries.Wrong("next"));
        var stored = new StoredJournal(home.Open());

        Assert.StartsWith("/\ufffd", stored.Find("odd")!.Path, StringComparison.Ordinal);
        Assert.NotNull(stored.Find("next"));
    }

    [Fact]
    public async Task Has_plain_challenges_in_memory_alone()
    {
        var store = home.Open();
        await using (var journal = new Journal(store, Never))
        {
            journal.Record(Entries.Challenge("asked"));
            journal.Record(Entries.Bare("denied"));
            Assert.Equal("asked", journal.Find("asked")!.Reference);
        }

        var stored = new StoredJournal(home.Open());
        Assert.Null(stored.Find("asked"));
        Assert.False(stored.Find("denied")!.CredentialsPresented);
    }

    [Fact]
    public async Task Forgets_the_oldest_in_memory_and_finds_it_in_the_store()
    {
        await using var journal = new Journal(home.Open(), Quick with { RingSize = 2 });
        journal.Record(Entries.Wrong("1"));
        journal.Record(Entries.Challenge("2"));
        journal.Record(Entries.Wrong("3"));
        journal.Record(Entries.Challenge("4"));

        Assert.Equal(["4", "3"], journal.Recent().Select(entry => entry.Reference));
        Assert.Null(journal.Find("2"));
        Assert.True(await Eventually.IsSoAsync(() => journal.Find("1") is not null));
    }

    [Fact]
    public async Task Is_read_beside_the_gateway_while_it_writes_and_after_it_ended()
    {
        var store = home.Open();
        var journal = new Journal(store, Quick);
        var second = new StoredJournal(home.Open());
        var readOnly = new StoredJournal(home.OpenReadOnly());
        journal.Record(Entries.Wrong("live"));

        Assert.True(await Eventually.IsSoAsync(() => second.Find("live") is not null && readOnly.Find("live") is not null));

        await journal.DisposeAsync();
        home.CloseAll();
        Assert.NotNull(new StoredJournal(home.OpenReadOnly()).Find("live"));
    }

    [Fact]
    public async Task Lists_the_newest_first()
    {
        await Write(Never, Entries.Wrong("1"), Entries.Wrong("2"), Entries.Wrong("3"));

        Assert.Equal(["3", "2"], new StoredJournal(home.Open()).Newest(2).Select(entry => entry.Reference));
    }

    [Fact]
    public async Task Forgets_by_age()
    {
        await Write(Never, Entries.Wrong("old") with { Time = Entries.Noon.AddDays(-31) }, Entries.Wrong("young") with { Time = Entries.Noon.AddDays(-29) });

        Assert.Equal(["young"], new StoredJournal(home.Open()).Newest(10).Select(entry => entry.Reference));
    }

    [Fact]
    public async Task Forgets_by_age_when_nothing_new_comes()
    {
        await Write(Never, Entries.Wrong("old"));
        _clock.Now = Entries.Noon.AddDays(31);
        await Write(Never);

        Assert.Empty(new StoredJournal(home.Open()).Newest(10));
    }

    [Fact]
    public async Task Forgets_what_is_far_beyond_its_bounds_bit_by_bit()
    {
        home.Open();
        home.Run(
            """
            INSERT INTO refusals (reference, time, reason, presented, status, method, url_scheme, authority, path, client, verdicts, challenges)
            WITH RECURSIVE many (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM many WHERE i < 25000)
            SELECT 'r' || i, 0, 'credentials-missing', 0, 401, 'GET', 'https', 'a', '/', '192.0.2.1', '[]', '[]' FROM many
            """);
        await using var journal = new Journal(home.Open(), Quick with { MaxRows = 100 }, _clock);

        Assert.True(await Eventually.IsSoAsync(() => home.Count("refusals") == 0));
    }

    [Fact]
    public async Task Keeps_the_newest_of_too_many_in_several_batches()
    {
        var entries = Enumerable.Range(1, 5_000).Select(i => Entries.Wrong(i.ToString(CultureInfo.InvariantCulture))).ToArray();
        await Write(Never with { MaxRows = 100 }, entries);

        var left = new StoredJournal(home.Open()).Newest(1000);
        Assert.Equal(100, left.Count);
        Assert.Equal(("5000", "4901"), (left[0].Reference, left[^1].Reference));
    }

    [Fact]
    public async Task Writes_on_a_thread_of_its_own_so_that_a_flood_leaves_the_pool_to_requests()
    {
        var clock = new ThreadNotingClock();
        var journal = new Journal(home.Open(), Quick, clock);
        journal.Record(Entries.Wrong("1"));
        Assert.True(await Eventually.IsSoAsync(() => !clock.Askers.IsEmpty));
        await journal.DisposeAsync();

        Assert.All(clock.Askers, asker => Assert.Equal("journal", asker));
    }

    [Fact]
    public async Task Counts_what_the_queue_did_not_take()
    {
        await using var journal = new Journal(home.Open(), Never with { QueueSize = 3 });
        for (var i = 0; i < 10; i++)
            journal.Record(Entries.Wrong("r"));

        Assert.Equal(7, journal.Dropped);
    }

    [Fact]
    public async Task Counts_what_the_disk_did_not_take_and_goes_on()
    {
        var store = home.Open();
        using var other = store.Connect(full: true);
        other.Execute("ALTER TABLE refusals RENAME TO gone");
        await using var journal = new Journal(store, Quick);
        journal.CounterFor("r", "user").Add();
        journal.Record(Entries.Wrong("lost"));
        Assert.True(await Eventually.IsSoAsync(() => journal.Dropped == 1));

        other.Execute("ALTER TABLE gone RENAME TO refusals");
        journal.Record(Entries.Wrong("kept"));

        var stored = new StoredJournal(store);
        Assert.True(await Eventually.IsSoAsync(() => stored.Find("kept") is not null));
        Assert.Equal(1, store.Read("journal", connection => connection.ExecuteScalar<long>("SELECT sum(count) FROM admissions")));
    }

    [Fact]
    public async Task Gives_up_at_its_end_when_the_store_takes_nothing_and_counts_all_that_waited()
    {
        var store = home.Open();
        var journal = new Journal(store, Never);
        for (var i = 0; i < 5_000; i++)
            journal.Record(Entries.Wrong("lost"));
        using var other = store.Connect(full: true);
        other.Execute("ALTER TABLE refusals RENAME TO gone");

        await journal.DisposeAsync();

        Assert.Equal(5_000, journal.Dropped);
    }

    [Fact]
    public async Task Counts_the_admitted_by_minute_route_and_kind_of_subject()
    {
        var store = home.Open();
        for (var round = 0; round < 2; round++)
        {
            await using var journal = new Journal(store, Never, _clock);
            Parallel.For(0, 1000, i => journal.CounterFor(i % 4 == 0 ? "a" : "b", "user").Add());
            journal.CounterFor("a", "key").Add();
        }

        _clock.Now = Entries.Noon.AddMinutes(1);
        await using (var journal = new Journal(store, Never, _clock))
            journal.CounterFor("a", "user").Add();

        var minute = Entries.Noon.ToUnixTimeSeconds() / 60;
        Assert.Equal(
            [(minute, "a", "key", 2), (minute, "a", "user", 500), (minute, "b", "user", 1500), (minute + 1, "a", "user", 1)],
            store.Read("journal", connection => connection.Query<(long, string, string, long)>("SELECT minute, route, kind, count FROM admissions ORDER BY minute, route, kind").ToList()));
        Assert.Equal(
            [new(Entries.Noon.AddMinutes(1).AddMilliseconds(-345), "a", "user", 1), new(Entries.Noon.AddMilliseconds(-345), "a", "key", 2)],
            new StoredJournal(store).Admissions(2));
    }

    [Fact]
    public async Task Takes_nothing_after_its_end_and_does_not_throw()
    {
        var journal = new Journal(home.Open(), Never);
        await journal.DisposeAsync();
        await journal.DisposeAsync();

        journal.Record(Entries.Wrong("late"));
        journal.CounterFor("r", "user").Add();

        Assert.Equal(1, journal.Dropped);
    }

    [Fact]
    public void Says_that_a_stored_journal_cannot_be_read()
    {
        var store = home.Open();
        using (var other = store.Connect(full: true))
            other.Execute("DROP TABLE refusals");

        Assert.Throws<StoreUnavailableException>(() => new StoredJournal(store).Find("x"));
        Assert.Throws<StoreUnavailableException>(() => new StoredJournal(store).Newest(1));
    }

    private async Task Write(JournalOptions options, params JournalEntry[] entries)
    {
        await using var journal = new Journal(home.Open(), options, _clock);
        foreach (var entry in entries)
            journal.Record(entry);
    }

    private static void Same(JournalEntry expected, JournalEntry? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Verdicts, actual.Verdicts);
        Assert.Equal(expected.Challenges, actual.Challenges);
        Assert.Equal(expected with { Verdicts = [], Challenges = [] }, actual with { Verdicts = [], Challenges = [] });
    }

    private sealed class ThreadNotingClock : TimeProvider
    {
        public ConcurrentQueue<string?> Askers { get; } = [];

        public override DateTimeOffset GetUtcNow()
        {
            Askers.Enqueue(Thread.CurrentThread.Name);
            return Entries.Noon;
        }
    }

    public sealed class OnSqlite() : JournalTests(new TemporaryStore());

    public sealed class OnPostgres(PostgresServer server) : JournalTests(new PostgresHome(server));
}

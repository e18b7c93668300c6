using System.Text;
using Countersign.AspNetCore.Stores;
using Countersign.Ports;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

public abstract class ApiKeyStoreTests(StoreHome home) : IDisposable
{
    private static readonly DateTimeOffset Noon = new(2030, 1, 2, 12, 0, 0, TimeSpan.Zero);
    private readonly SetClock _clock = new(Noon);

    public void Dispose()
    {
        home.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task Knows_a_key_and_its_scopes()
    {
        using var keys = new ApiKeyStore(home.Open(), _clock);
        var created = keys.Create("ci", ["read", "write"], "ann");

        var check = await Check(keys, created);

        Assert.Equal(ApiKeyOutcome.Good, check.Outcome);
        Assert.Equal(created.Record.Id, check.Subject!.Name);
        Assert.Equal("key", check.Subject.Kind);
        Assert.Equal(["read", "write"], check.Subject.Scopes);
    }

    [Fact]
    public async Task Refuses_a_key_from_its_expiry_on()
    {
        using var keys = new ApiKeyStore(home.Open(), _clock);
        var created = keys.Create("ci", expires: Noon.AddDays(30));

        _clock.Now = Noon.AddDays(30).AddMilliseconds(-1);
        Assert.Equal(ApiKeyOutcome.Good, (await Check(keys, created)).Outcome);
        _clock.Now = Noon.AddDays(30);
        var check = await Check(keys, created);
        Assert.Equal(ApiKeyOutcome.Expired, check.Outcome);
        Assert.Contains("2030-02-01", check.Evidence, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Refuses_a_revoked_key_at_once_and_through_other_connections_within_a_second()
    {
        using var here = new ApiKeyStore(home.Open(), _clock);
        using var there = new ApiKeyStore(home.Open(), _clock);
        var created = here.Create("ci");
        Assert.True(await Eventually.IsSoWithinAsync(1, () => Outcome(there, created) == ApiKeyOutcome.Good));

        Assert.True(here.Revoke(created.Record.Id));
        Assert.Equal(ApiKeyOutcome.Revoked, (await Check(here, created)).Outcome);
        Assert.True(await Eventually.IsSoWithinAsync(1, () => Outcome(there, created) == ApiKeyOutcome.Revoked));
        Assert.False(here.Revoke(created.Record.Id));
    }

    [Fact]
    public async Task Knows_a_key_of_another_process_at_its_first_use()
    {
        var stopped = new StoppedClock();
        using var here = new ApiKeyStore(home.Open(stopped), stopped);
        using var there = new ApiKeyStore(home.Open(), _clock);
        stopped.Move(1);

        Assert.Equal(ApiKeyOutcome.Good, (await Check(here, there.Create("ci"))).Outcome);
    }

    [Fact]
    public void Tells_a_mistyped_key_from_an_unknown_one()
    {
        using var keys = new ApiKeyStore(home.Open(), _clock);
        using var elsewhere = new TemporaryStore();
        using var others = new ApiKeyStore(elsewhere.Open(), _clock);
        var created = keys.Create("ci").Key.Reveal();
        var mistyped = created[..20] + (created[20] == 'x' ? 'y' : 'x') + created[21..];

        Assert.Equal(ApiKeyOutcome.Malformed, keys.Find(mistyped).Outcome);
        Assert.Equal(ApiKeyOutcome.Malformed, keys.Find(created.AsSpan(0, created.Length - 1)).Outcome);
        Assert.Equal(ApiKeyOutcome.Malformed, keys.Find("päss").Outcome);
        Assert.Equal(ApiKeyOutcome.Unknown, others.Find(created).Outcome);
    }

    [Fact]
    public void Writes_the_last_use_of_many_keys_at_once()
    {
        var store = home.Open();
        using var keys = new ApiKeyStore(store, _clock);
        var made = Enumerable.Range(0, 5).Select(i => keys.Create($"k{i}")).ToList();
        foreach (var key in made.Skip(1))
            Assert.Equal(ApiKeyOutcome.Good, keys.Find(key.Key.Reveal()).Outcome);

        keys.Flush();

        Assert.Equal([made[0].Record.Id], keys.List().Where(key => key.LastUsed is null).Select(key => key.Id));

        // As many as are written at a time; of what is none nothing becomes.
        var later = _clock.Now.AddMinutes(1).ToUnixTimeMilliseconds();
        var uses = Enumerable.Range(0, 999).Select(i => ($"none{i}", later)).Append((made[0].Record.Id, later)).ToList();
        Assert.Equal(1, store.Write((connection, transaction) => ApiKeyRow.MarkUsed(connection, transaction, uses)));
        Assert.Equal(made[0].Record.Id, keys.List().MaxBy(key => key.LastUsed)!.Id);
    }

    [Fact]
    public async Task Writes_last_use_once_a_minute()
    {
        using var keys = new ApiKeyStore(home.Open(), _clock);
        var created = keys.Create("ci");
        Assert.Null(keys.List()[0].LastUsed);

        await Check(keys, created);
        keys.Flush();
        Assert.Equal(Noon, keys.List()[0].LastUsed);

        _clock.Now = Noon.AddSeconds(59);
        await Check(keys, created);
        keys.Flush();
        Assert.Equal(Noon, keys.List()[0].LastUsed);

        _clock.Now = Noon.AddSeconds(60);
        await Check(keys, created);
        keys.Flush();
        Assert.Equal(Noon.AddSeconds(60), keys.List()[0].LastUsed);
    }

    [Fact]
    public void Allocates_nothing_to_find_a_good_key()
    {
        using var keys = new ApiKeyStore(home.Open(), _clock);
        var key = keys.Create("ci").Key.Reveal();
        for (var i = 0; i < 1000; i++)
            _ = keys.Find(key).Outcome;

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
            _ = keys.Find(key).Outcome;

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1000);
    }

    private static ApiKeyOutcome Outcome(ApiKeyStore keys, NewApiKey created) =>
        keys.Find(created.Key.Reveal()).Outcome;

    private static ValueTask<ApiKeyCheck> Check(ApiKeyStore keys, NewApiKey created) =>
        keys.FindAsync(created.Key.Reveal(), TestContext.Current.CancellationToken);

    public sealed class OnSqlite : ApiKeyStoreTests
    {
        private readonly TemporaryStore _file;

        public OnSqlite()
            : this(new())
        {
        }

        private OnSqlite(TemporaryStore file)
            : base(file) => _file = file;

        [Fact]
        public async Task Answers_on_while_the_file_stands_still()
        {
            var store = _file.Open(_clock);
            using var keys = new ApiKeyStore(store, _clock);
            var known = keys.Create("ci");
            using var stuck = new ManualResetEventSlim();
            using var under = new ManualResetEventSlim();
            var reading = Task.Run(() => store.Read("test", _ =>
            {
                under.Set();
                return stuck.Wait(TimeSpan.FromSeconds(30));
            }), TestContext.Current.CancellationToken);
            under.Wait(TestContext.Current.CancellationToken);

            var strangers = Enumerable.Range(0, 20).Select(_ =>
                keys.FindAsync(Countersign.Schemes.ApiKey.ApiKeyText.Create(), TestContext.Current.CancellationToken).AsTask()).ToArray();
            Assert.All(strangers, stranger => Assert.False(stranger.IsCompleted));
            Assert.Equal(ApiKeyOutcome.Good, (await Check(keys, known)).Outcome);

            stuck.Set();
            Assert.All(await Task.WhenAll(strangers), check => Assert.Equal(ApiKeyOutcome.Unknown, check.Outcome));
            await reading;
        }

        [Fact]
        public async Task Looks_for_unknown_keys_once_in_a_millisecond()
        {
            var stopped = new StoppedClock();
            using var here = new ApiKeyStore(_file.Open(stopped), stopped);
            using var there = new ApiKeyStore(_file.Open(), _clock);
            stopped.Move(1);
            var first = there.Create("first");
            Assert.Equal(ApiKeyOutcome.Good, (await Check(here, first)).Outcome);

            // Nobody tells; the file is not asked again until then, however many strangers come.
            var second = there.Create("second");
            Assert.Equal(ApiKeyOutcome.Unknown, (await Check(here, second)).Outcome);
            stopped.Move(1);
            Assert.Equal(ApiKeyOutcome.Good, (await Check(here, second)).Outcome);
            Assert.Equal(ApiKeyOutcome.Good, (await Check(here, first)).Outcome);
        }

        [Fact]
        public void Does_not_store_the_key()
        {
            var store = _file.Open();
            using var keys = new ApiKeyStore(store, _clock);
            var secret = keys.Create("ci").Key.Reveal()[12..44];
            store.Dispose();

            Assert.DoesNotContain(secret, Encoding.Latin1.GetString(File.ReadAllBytes(_file.Path)), StringComparison.Ordinal);
        }
    }

    public sealed class OnPostgres(PostgresServer server) : ApiKeyStoreTests(new PostgresHome(server));
}

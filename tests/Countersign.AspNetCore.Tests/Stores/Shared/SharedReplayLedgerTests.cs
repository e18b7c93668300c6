using Countersign.AspNetCore.Stores.Shared;
using Countersign.Ports;
using Countersign.Schemes.Digest;
using Countersign.TestKit;
using Countersign.TestKit.Postgres;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores.Shared;

public sealed class SharedReplayLedgerTests(PostgresServer server) : IDisposable
{
    private readonly Gateways _gateways = new(server);

    private static DateTimeOffset Soon => TimeProvider.System.GetUtcNow().AddMinutes(5);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _gateways.Dispose();

    [Fact]
    public async Task Takes_each_count_once_whichever_gateway_it_comes_to()
    {
        var (here, there) = (_gateways.Counts(), _gateways.Counts());

        foreach (var count in (uint[])[1, 3, 2, 62, 63, 64, 65, 4, 1000, 66, 127, 128, uint.MaxValue])
        {
            Assert.Equal(ReplayOutcome.Fresh, await UseAsync(here, "n", count));
            Assert.Equal(ReplayOutcome.Replayed, await UseAsync(there, "n", count));
            Assert.Equal(ReplayOutcome.Replayed, await UseAsync(here, "n", count));
        }

        Assert.Equal(ReplayOutcome.Fresh, await UseAsync(there, "other", 1));
        Assert.Equal(ReplayOutcome.Fresh, await UseAsync(there, "n", uint.MaxValue - 1));
    }

    [Fact]
    public async Task Agrees_with_a_ledger_that_forgets_nothing()
    {
        var (here, there) = (_gateways.Counts(), _gateways.Counts());
        var used = new HashSet<uint>();
        var state = 7u;
        for (var i = 0; i < 500; i++)
        {
            state = (state * 1664525) + 1013904223;
            var count = 1 + ((state >> 8) % 300);

            Assert.Equal((i, used.Add(count) ? ReplayOutcome.Fresh : ReplayOutcome.Replayed), (i, await UseAsync((state >> 4) % 2 == 0 ? here : there, "n", count)));
        }
    }

    [Fact]
    public async Task Lets_one_of_fifty_at_once_use_a_count()
    {
        SharedReplayLedger[] ledgers = [_gateways.Counts(), _gateways.Counts()];
        for (var count = 1u; count <= 5; count++)
        {
            var outcomes = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => UseAsync(ledgers[i % 2], "n", count), Cancel)));

            Assert.Single(outcomes, ReplayOutcome.Fresh);
            Assert.Equal(49, outcomes.Count(outcome => outcome == ReplayOutcome.Replayed));
        }
    }

    [Fact]
    public async Task Fifty_counts_at_once_over_one_nonce_are_all_fresh()
    {
        SharedReplayLedger[] ledgers = [_gateways.Counts(), _gateways.Counts()];

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 50).Select(i => Task.Run(() => UseAsync(ledgers[i % 2], "n", (uint)i), Cancel)));

        Assert.All(outcomes, outcome => Assert.Equal(ReplayOutcome.Fresh, outcome));
        Assert.Equal(ReplayOutcome.Replayed, await UseAsync(ledgers[0], "n", 1));
    }

    [Fact]
    public async Task Takes_nothing_for_fresh_that_may_be_forgotten_whatever_a_gateways_clock_says()
    {
        // As if the database's clock were an hour ahead.
        var ledger = _gateways.Counts(out var uses, margin: TimeSpan.FromHours(-1));
        Assert.Equal(ReplayOutcome.Fresh, await UseAsync(ledger, "n", 1));

        uses.Tidy();
        Assert.Equal(ReplayOutcome.Ended, await UseAsync(_gateways.Counts(), "n", 2));
        Assert.Equal(1, Rows());
        uses.Tidy();
        Assert.Equal(0, Rows());
        Assert.Equal(ReplayOutcome.Ended, await UseAsync(_gateways.Counts(), "n", 1));
        Assert.Equal(ReplayOutcome.Fresh, await _gateways.Counts().TryUseAsync("n", 1, Soon.AddHours(2), Cancel));
    }

    [Fact]
    public async Task Keeps_what_lives_when_it_tidies_up()
    {
        var ledger = _gateways.Counts(out var uses);
        await UseAsync(ledger, "n", 1);
        for (var i = 0; i < 3; i++)
            uses.Tidy();

        Assert.Equal(ReplayOutcome.Replayed, await UseAsync(_gateways.Counts(), "n", 1));
    }

    [Fact]
    public async Task Is_full_rather_than_forgetful_and_goes_on_with_nonces_that_it_has()
    {
        var ledger = _gateways.Counts(out var uses, capacity: 20);
        for (var i = 0; i < 20; i++)
            Assert.Equal(ReplayOutcome.Fresh, await UseAsync(ledger, $"n{i}", 1));

        Assert.Equal(ReplayOutcome.Full, await UseAsync(ledger, "late", 1));
        Assert.Equal(ReplayOutcome.Fresh, await UseAsync(ledger, "n0", 2));
        var other = _gateways.Counts(out var others, capacity: 20);
        others.Tidy();
        Assert.Equal(ReplayOutcome.Full, await UseAsync(other, "late too", 1));
        Assert.Equal(ReplayOutcome.Replayed, await UseAsync(other, "n0", 2));

        _gateways.Home.Run("DELETE FROM used_counts WHERE word = 0");
        uses.Tidy();
        Assert.Equal(ReplayOutcome.Fresh, await UseAsync(ledger, "later", 1));
    }

    [Fact]
    public async Task Says_no_while_its_database_is_gone_and_goes_on_when_it_is_back()
    {
        using var database = new PostgresServer();
        using var gateways = new Gateways(database);
        var (here, there) = (gateways.Counts(), gateways.Counts());
        Assert.Equal(ReplayOutcome.Fresh, await UseAsync(here, "n", 1));

        database.Stop();
        Assert.Equal(ReplayOutcome.Unavailable, await UseAsync(here, "n", 2));
        database.Start();

        var next = 100u;

        // An orderly end loses nothing: the nonce and its counts go on.
        Assert.True(await Eventually.IsSoAsync(() => UseAsync(there, "n", next++).Result == ReplayOutcome.Fresh));
        Assert.Equal(ReplayOutcome.Replayed, await UseAsync(there, "n", 1));
    }

    [Fact]
    public async Task Takes_nothing_for_fresh_under_keys_that_the_database_lost_unnoticed()
    {
        var (here, there) = (_gateways.Counts(), _gateways.Counts());
        Assert.Equal(ReplayOutcome.Fresh, await UseAsync(here, "n", 1));

        // What a crash leaves, before anybody looked.
        _gateways.Home.Run("ALTER TABLE nonce_keys DISABLE TRIGGER ALL; DELETE FROM nonce_keys; DELETE FROM used_counts");

        Assert.Equal(ReplayOutcome.Unavailable, await UseAsync(there, "n", 1));
        Assert.Equal(ReplayOutcome.Unavailable, await UseAsync(here, "n", 2));
    }

    [Fact]
    public async Task Takes_nothing_for_fresh_after_a_crash_before_all_former_nonces_are_foreign()
    {
        using var database = new PostgresServer();
        using var gateways = new Gateways(database);
        var store = gateways.Open();
        using var keys = gateways.Keys(store);
        using var ledger = new SharedReplayLedger(new(store, keys, SharedReplayLedger.Table, new StoppedClock(), 1000), TimeProvider.System);
        var nonces = new SharedDigestNonces(keys, TimeProvider.System, TimeSpan.FromMinutes(5));
        var (nonce, old) = (nonces.Create("r"), keys.Keys[0].Id);
        Assert.Equal(ReplayOutcome.Fresh, await UseAsync(ledger, nonce, 1));

        database.Kill();
        database.Start();
        var count = 2u;
        while (nonces.Read(nonce, "r").State == DigestNonceState.Alive)
        {
            // It was not used before; but what was used, nobody knows.
            var outcome = await UseAsync(ledger, nonce, count++);
            Assert.True(outcome == ReplayOutcome.Unavailable || nonces.Read(nonce, "r").State != DigestNonceState.Alive, $"{outcome}");
        }

        Assert.True(await Eventually.IsSoAsync(() => keys.Keys is [var key] && key.Id != old));
        Assert.True(await Eventually.IsSoAsync(() => UseAsync(ledger, nonces.Create("r"), 1).Result == ReplayOutcome.Fresh));
    }

    private long Rows() => _gateways.Home.Count("used_counts");

    private static Task<ReplayOutcome> UseAsync(SharedReplayLedger ledger, string nonce, uint count) => ledger.TryUseAsync(nonce, count, Soon, Cancel).AsTask();
}

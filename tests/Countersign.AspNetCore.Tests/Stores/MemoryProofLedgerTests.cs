using Countersign.AspNetCore.Stores;
using Countersign.Ports;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

public sealed class MemoryProofLedgerTests
{
    private readonly SetClock _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private DateTimeOffset Soon => _clock.Now.AddSeconds(60);

    [Fact]
    public void Takes_a_proof_once_whenever_it_ends()
    {
        var ledger = new MemoryProofLedger(_clock);

        Assert.Equal(ReplayOutcome.Fresh, ledger.TryUse("key", "id", Soon));
        Assert.Equal(ReplayOutcome.Replayed, ledger.TryUse("key", "id", Soon));
        Assert.Equal(ReplayOutcome.Replayed, ledger.TryUse("key", "id", Soon.AddSeconds(25)));
        Assert.Equal(1, ledger.Count);
    }

    [Fact]
    public void Keeps_keys_apart_and_mixes_no_parts_up()
    {
        var ledger = new MemoryProofLedger(_clock);

        foreach (var (jkt, jti) in new[] { ("key", "id"), ("other", "id"), ("key", "id2"), ("keyi", "d"), ("", "keyid"), ("keyid", ""), ("é", new string('x', 2000)) })
            Assert.Equal(ReplayOutcome.Fresh, ledger.TryUse(jkt, jti, Soon));
        Assert.Equal(ReplayOutcome.Replayed, ledger.TryUse("é", new string('x', 2000), Soon));
    }

    [Fact]
    public void Remembers_a_proof_until_it_ends_and_takes_nothing_after()
    {
        var ledger = new MemoryProofLedger(_clock);
        var end = Soon.AddTicks(1);
        ledger.TryUse("key", "id", end);

        _clock.Now = end.AddTicks(-1);
        Assert.Equal(ReplayOutcome.Replayed, ledger.TryUse("key", "id", end));
        _clock.Now = end;
        Assert.Equal(ReplayOutcome.Ended, ledger.TryUse("key", "id", end));
    }

    [Fact]
    public void Remembers_what_it_knew_when_the_clock_is_turned_back()
    {
        var ledger = new MemoryProofLedger(_clock);
        var end = Soon;
        ledger.TryUse("key", "id", end);
        _clock.Now = end.AddSeconds(30);
        Assert.Equal(ReplayOutcome.Ended, ledger.TryUse("key", "id", end));
        _clock.Now = end.AddSeconds(-1);

        Assert.Equal(ReplayOutcome.Ended, ledger.TryUse("key", "id", end));
    }

    [Fact]
    public void Is_full_rather_than_forgetful_and_takes_more_when_proofs_have_ended()
    {
        var ledger = new MemoryProofLedger(_clock, capacity: 100);
        for (var i = 0; i < 100; i++)
            Assert.Equal(ReplayOutcome.Fresh, ledger.TryUse("key", $"n{i}", Soon));

        Assert.Equal(ReplayOutcome.Full, ledger.TryUse("key", "late", Soon));
        Assert.Equal(ReplayOutcome.Replayed, ledger.TryUse("key", "n0", Soon));

        _clock.Now = _clock.Now.AddSeconds(71);
        for (var i = 0; i < 100; i++)
            Assert.Equal(ReplayOutcome.Fresh, ledger.TryUse("key", $"m{i}", Soon));
        Assert.Equal(100, ledger.Count);
    }

    [Fact]
    public void Agrees_with_a_ledger_that_forgets_nothing_while_time_passes()
    {
        var ledger = new MemoryProofLedger(_clock);
        var used = new Dictionary<string, DateTimeOffset>();
        var state = 7u;
        for (var i = 0; i < 20_000; i++)
        {
            state = (state * 1664525) + 1013904223;
            _clock.Now = _clock.Now.AddMilliseconds(state >> 22);
            var id = $"{state >> 10 & 0xff}";
            if (used.TryGetValue(id, out var last) && last <= _clock.Now && last.AddSeconds(10) > _clock.Now)
                continue;   // ended, and perhaps not yet forgotten
            var expected = used.TryGetValue(id, out var end) && end > _clock.Now ? ReplayOutcome.Replayed : ReplayOutcome.Fresh;

            Assert.Equal((i, expected), (i, ledger.TryUse("key", id, Soon)));
            if (expected == ReplayOutcome.Fresh)
                used[id] = Soon;
        }
    }

    [Fact]
    public async Task Lets_one_of_a_hundred_at_once_use_a_proof()
    {
        var ledger = new MemoryProofLedger(_clock);
        using var start = new Barrier(100);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return ledger.TryUse("key", "id", Soon);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Single(outcomes, ReplayOutcome.Fresh);
        Assert.Equal(99, outcomes.Count(outcome => outcome == ReplayOutcome.Replayed));
    }

    [Fact]
    public async Task Never_holds_more_than_its_capacity_under_load()
    {
        var ledger = new MemoryProofLedger(_clock, capacity: 64);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(
            () => Enumerable.Range(0, 500).Select(i => ledger.TryUse("key", $"{thread}-{i}", Soon)).ToList(), TestContext.Current.CancellationToken)));

        Assert.Equal(64, outcomes.SelectMany(each => each).Count(outcome => outcome == ReplayOutcome.Fresh));
        Assert.Equal(64, ledger.Count);
    }
}

using Countersign.AspNetCore.Stores;
using Countersign.Ports;
using Xunit;

namespace Countersign.AspNetCore.Tests.Stores;

public sealed class MemoryReplayLedgerTests
{
    private readonly SetClock _clock = new(new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    private DateTimeOffset Soon => _clock.Now.AddMinutes(5);

    [Fact]
    public void Takes_each_count_once_in_any_order_within_the_window()
    {
        var ledger = new MemoryReplayLedger(_clock);

        foreach (var count in (uint[])[1, 3, 2, 63, 64, 65, 4, 1000, 66, 999])
        {
            Assert.Equal(ReplayOutcome.Fresh, ledger.TryUse("n", count, Soon));
            Assert.Equal(ReplayOutcome.Replayed, ledger.TryUse("n", count, Soon));
        }

        Assert.Equal(ReplayOutcome.Fresh, ledger.TryUse("other", 1, Soon));
        Assert.Equal(2, ledger.Count);
    }

    [Fact]
    public void Takes_nothing_for_fresh_once_the_nonce_has_ended()
    {
        var ledger = new MemoryReplayLedger(_clock);
        var end = _clock.Now.AddSeconds(2);
        Assert.Equal(ReplayOutcome.Fresh, ledger.TryUse("n", 1, end));
        _clock.Now = end;

        Assert.Equal(ReplayOutcome.Fresh, ledger.TryUse("other", 1, Soon));
        Assert.Equal(ReplayOutcome.Ended, ledger.TryUse("n", 1, end));
    }

    [Fact]
    public void Remembers_what_it_knew_when_the_clock_is_turned_back()
    {
        var ledger = new MemoryReplayLedger(_clock);
        var end = _clock.Now.AddSeconds(2);
        ledger.TryUse("n", 1, end);
        _clock.Now = end;
        Assert.Equal(ReplayOutcome.Ended, ledger.TryUse("n", 2, end));
        _clock.Now = end.AddSeconds(-1);

        Assert.Equal(ReplayOutcome.Ended, ledger.TryUse("n", 1, end));
    }

    [Fact]
    public void Takes_what_is_behind_the_window_for_a_replay()
    {
        var ledger = new MemoryReplayLedger(_clock);
        const uint High = 5000;

        Assert.Equal(ReplayOutcome.Fresh, ledger.TryUse("n", 1, Soon));
        Assert.Equal(ReplayOutcome.Fresh, ledger.TryUse("n", High, Soon));
        Assert.Equal(ReplayOutcome.Replayed, ledger.TryUse("n", High - MemoryReplayLedger.Window, Soon));
        Assert.Equal(ReplayOutcome.Fresh, ledger.TryUse("n", High - MemoryReplayLedger.Window + 1, Soon));
        Assert.Equal(ReplayOutcome.Fresh, ledger.TryUse("n", uint.MaxValue, Soon));
        Assert.Equal(ReplayOutcome.Replayed, ledger.TryUse("n", uint.MaxValue, Soon));
        Assert.Equal(ReplayOutcome.Fresh, ledger.TryUse("n", uint.MaxValue - 1, Soon));
    }

    [Theory]
    [InlineData(1, 3)]
    [InlineData(2, 40)]
    [InlineData(3, 700)]
    [InlineData(4, 2500)]
    public void Agrees_with_a_ledger_that_forgets_nothing(int seed, int stride)
    {
        var ledger = new MemoryReplayLedger(_clock);
        var used = new HashSet<uint>();
        var (highest, state) = (0u, (uint)seed);
        for (var i = 0; i < 20_000; i++)
        {
            state = (state * 1664525) + 1013904223;
            var count = Math.Max(1, highest + ((state >> 8) % (uint)stride) - Math.Min(highest, (state >> 4) % 1100));
            var isBehind = highest >= count && highest - count >= MemoryReplayLedger.Window;
            var expected = !isBehind && used.Add(count) ? ReplayOutcome.Fresh : ReplayOutcome.Replayed;

            Assert.Equal((i, expected), (i, ledger.TryUse("n", count, Soon)));
            highest = Math.Max(highest, count);
        }
    }

    [Fact]
    public void Is_full_rather_than_forgetful_and_takes_more_when_nonces_have_ended()
    {
        var ledger = new MemoryReplayLedger(_clock, capacity: 100);
        for (var i = 0; i < 100; i++)
            Assert.Equal(ReplayOutcome.Fresh, ledger.TryUse($"n{i}", 1, Soon));

        Assert.Equal(ReplayOutcome.Full, ledger.TryUse("late", 1, Soon));
        Assert.Equal(ReplayOutcome.Replayed, ledger.TryUse("n0", 1, Soon));
        Assert.Equal(ReplayOutcome.Fresh, ledger.TryUse("n0", 2, Soon));

        _clock.Now = _clock.Now.AddMinutes(5);
        for (var i = 0; i < 100; i++)
            Assert.Equal(ReplayOutcome.Fresh, ledger.TryUse($"m{i}", 1, Soon));
        Assert.Equal(100, ledger.Count);
    }

    [Fact]
    public async Task Lets_one_of_many_at_once_use_a_count()
    {
        var ledger = new MemoryReplayLedger(_clock);
        const int Threads = 8;
        var fresh = new int[Threads];
        using var start = new Barrier(Threads);

        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                for (var nonce = 0; nonce < 50; nonce++)
                {
                    for (var count = 1u; count <= 500; count++)
                        fresh[thread] += ledger.TryUse($"n{nonce}", count, Soon) == ReplayOutcome.Fresh ? 1 : 0;
                }
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));

        Assert.Equal(50 * 500, fresh.Sum());
        Assert.Equal(50, ledger.Count);
    }

    [Fact]
    public async Task Never_holds_more_than_its_capacity_under_load()
    {
        var ledger = new MemoryReplayLedger(_clock, capacity: 64);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(
            () => Enumerable.Range(0, 500).Select(i => ledger.TryUse($"{thread}-{i}", 1, Soon)).ToList(), TestContext.Current.CancellationToken)));

        Assert.Equal(64, outcomes.SelectMany(each => each).Count(outcome => outcome == ReplayOutcome.Fresh));
        Assert.Equal(64, ledger.Count);
    }
}

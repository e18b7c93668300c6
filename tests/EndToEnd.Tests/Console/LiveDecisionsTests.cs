using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Stores;
using Countersign.AspNetCore.Telemetry;
using Countersign.Cli.Viewing;
using Countersign.Decisions;
using Countersign.WebConsole.Ports;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace Countersign.EndToEnd.Console;

/// <summary>What the console sees of decisions.</summary>
public sealed class LiveDecisionsTests : IAsyncDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("countersign-");
    private readonly SteppedClock _clock = new();
    private readonly GatewayTelemetry _telemetry = new();
    private readonly Store _store;
    private readonly Journal _journal;
    private readonly LiveDecisions _live;

    public LiveDecisionsTests()
    {
        _store = Store.Open("sqlite:" + Path.Combine(_folder.FullName, "store.db"));
        _journal = new Journal(_store);
        _live = new LiveDecisions(_telemetry, _journal, _clock);
    }

    [Fact]
    public void Counts_are_those_of_the_gateway_by_step_and_from_the_start()
    {
        Refuse(3);
        _clock.Step();
        Refuse(2);
        _clock.Step();
        Refuse(4);

        var count = Assert.Single(_live.Counts());
        Assert.Equal((DecisionOutcome.Refused, "denied-by-policy", 9), (count.Outcome, count.Reason, count.Total));
        Assert.Equal(60, count.Recent.Length);
        Assert.Equal([0, 3, 2, 4], count.Recent[^4..]);
    }

    [Fact]
    public void Steps_beyond_the_last_minutes_are_forgotten_and_the_total_is_not()
    {
        Refuse(7);
        for (var step = 0; step < 100; step++)
            _clock.Step();
        Refuse(1);

        var count = Assert.Single(_live.Counts());
        Assert.Equal((8, 1), (count.Total, count.Recent.Sum()));
    }

    [Fact]
    public void Nobody_looks_on_until_somebody_does_and_nobody_when_all_have_left()
    {
        Assert.Null(_telemetry.Observer);
        using (_live.Watch(new(), 10))
        {
            _clock.Step();
            Assert.Same(_live, _telemetry.Observer);
        }

        _clock.Step();
        Assert.Null(_telemetry.Observer);
    }

    [Fact]
    public void Who_reloads_a_page_looks_on_for_a_minute()
    {
        Assert.Empty(_live.Newest(new(), 10));
        Admit("/a");
        Assert.Equal("/a", Assert.Single(_live.Newest(new(), 10)).Path);

        for (var step = 0; step < 12; step++)
            _clock.Step();
        Assert.Null(_telemetry.Observer);
        Assert.Empty(_live.Newest(new(), 10));
    }

    [Fact]
    public void A_watch_counts_all_that_is_of_interest_and_keeps_the_newest()
    {
        using var watch = _live.Watch(new() { Path = "/a" }, most: 2);
        for (var at = 0; at < 5; at++)
        {
            Admit($"/a/{at}");
            Admit("/b");
        }

        var batch = watch.Take();
        Assert.Equal(5, batch.Matched);
        Assert.Equal(["/a/3", "/a/4"], batch.Newest.Select(decision => decision.Path));
        Assert.Empty(watch.Take().Newest);
        Assert.Equal(5, watch.Take().Matched);
    }

    [Fact]
    public void Whoever_looks_on_is_told_when_it_is_over()
    {
        using var watch = _live.Watch(new(), 10);
        var over = watch.Over;
        _live.Dispose();

        Assert.True(over.IsCancellationRequested);
        Assert.Null(_telemetry.Observer);
    }

    public async ValueTask DisposeAsync()
    {
        _live.Dispose();
        await _journal.DisposeAsync();
        _store.Dispose();
        _telemetry.Dispose();
        _folder.Delete(recursive: true);
    }

    private void Refuse(int count)
    {
        for (var at = 0; at < count; at++)
            _telemetry.Refused("a", null, Refusal.DeniedByPolicy, credentialsPresented: false).Add();
    }

    private void Admit(string path)
    {
        Assert.True(CanonicalTarget.TryRead(path, "GET", "localhost", out var target, out _));
        _telemetry.Observer?.Admitted("a", null, null, new(new DefaultHttpContext(), target, new TrustedProxies([]), ContentRoom.ForContents()));
    }

    /// <summary>A clock that goes on by the period of its one timer.</summary>
    private sealed class SteppedClock : TimeProvider
    {
        private Action _ring = () => { };
        private TimeSpan _period;
        private TimeSpan _now;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _now.Ticks;

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + _now;

        public void Step()
        {
            _now += _period;
            _ring();
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            (_ring, _period) = (() => callback(state), period);
            return System.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}

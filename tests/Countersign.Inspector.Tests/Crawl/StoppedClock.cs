namespace Countersign.Inspector.Tests.Crawl;

/// <summary>A clock that goes when it is told to, and keeps the one who waits.</summary>
internal sealed class StoppedClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private Wait _wait = new(() => { });

    /// <summary>How long the one who waits has to wait.</summary>
    public TimeSpan Waits => _wait.Due;

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _wait = new(() => callback(state)) { Due = dueTime };
        return new Timer(_wait);
    }

    public void Go(TimeSpan time)
    {
        _now += time;
        if (_wait.Due <= TimeSpan.Zero)
            return;
        _wait.Due -= time;
        if (_wait.Due <= TimeSpan.Zero)
            _wait.Ring();
    }

    private sealed class Wait(Action ring)
    {
        public Action Ring { get; } = ring;

        public TimeSpan Due { get; set; }
    }

    private sealed class Timer(Wait wait) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            wait.Due = dueTime == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : dueTime;
            return true;
        }

        public void Dispose() => wait.Due = TimeSpan.Zero;

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

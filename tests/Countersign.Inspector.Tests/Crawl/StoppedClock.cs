namespace Countersign.Inspector.Tests.Crawl;

/// <summary>A clock that goes when it is told to, and keeps the one who waits.</summary>
internal sealed class StoppedClock : TimeProvider
{
    private DateTimeOffset _now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private Timer? _timer;

    /// <summary>How long the one who waits has to wait.</summary>
    public TimeSpan Waits => _timer?.Due ?? TimeSpan.Zero;

    public override DateTimeOffset GetUtcNow() => _now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => _timer = new(() => callback(state), dueTime);

    public void Go(TimeSpan time)
    {
        _now += time;
        _timer?.Go(time);
    }

    private sealed class Timer(Action ring, TimeSpan due) : ITimer
    {
        public TimeSpan Due { get; private set; } = due;

        public void Go(TimeSpan time)
        {
            if (Due <= TimeSpan.Zero)
                return;
            Due -= time;
            if (Due <= TimeSpan.Zero)
                ring();
        }

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Due = dueTime == Timeout.InfiniteTimeSpan ? TimeSpan.Zero : dueTime;
            return true;
        }

        public void Dispose() => Due = TimeSpan.Zero;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

namespace Countersign.Inspector.Crawl.Network;

/// <summary>Keeps requests to one host apart.</summary>
/// <param name="pause">The time from one request to the next.</param>
/// <param name="connections">How many there are at a time.</param>
/// <param name="clock">The clock.</param>
internal sealed class HostPace(TimeSpan pause, int connections, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan LongestHold = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _room = new(connections, connections);
    private readonly Lock _lock = new();
    private DateTimeOffset _next;
    private TimeSpan _pause = pause;

    /// <summary>Waits for one's turn; <see cref="Leave"/> ends it.</summary>
    public async Task EnterAsync(CancellationToken cancel)
    {
        await _room.WaitAsync(cancel);
        try
        {
            while (Wait() is { Ticks: > 0 } wait)
                await Task.Delay(wait, clock, cancel);
        }
        catch
        {
            _room.Release();
            throw;
        }
    }

    /// <summary>Ends a turn.</summary>
    public void Leave() => _room.Release();

    /// <summary>Nobody asks for a while, since the host asked for that.</summary>
    public void Hold(TimeSpan time)
    {
        lock (_lock)
        {
            var until = clock.GetUtcNow() + (time < LongestHold ? time : LongestHold);
            _next = until > _next ? until : _next;
        }
    }

    /// <summary>Makes pauses longer.</summary>
    public void SlowDown(TimeSpan atLeast)
    {
        lock (_lock)
            _pause = atLeast > _pause ? atLeast : _pause;
    }

    public void Dispose() => _room.Dispose();

    // How long it is until the next turn; nothing takes the turn.
    private TimeSpan Wait()
    {
        lock (_lock)
        {
            if (_pause == TimeSpan.Zero && _next == default)
                return TimeSpan.Zero;
            var now = clock.GetUtcNow();
            if (now < _next)
                return _next - now;
            _next = _pause == TimeSpan.Zero ? default : now + _pause;
            return TimeSpan.Zero;
        }
    }
}

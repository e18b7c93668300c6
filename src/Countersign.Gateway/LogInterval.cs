namespace Countersign.Gateway;

/// <summary>Lets one line of its kind through in an interval and counts the others: for what strangers or an outage repeat without end.</summary>
internal sealed class LogInterval(TimeSpan interval, TimeProvider clock)
{
    private long _quietUntil;
    private long _leftOut;

    /// <summary>Whether a line may be written now.</summary>
    /// <param name="leftOut">How many were not since the last one that was.</param>
    public bool IsOver(out long leftOut)
    {
        var now = clock.GetUtcNow();
        var quietUntil = Volatile.Read(ref _quietUntil);
        if (now.UtcTicks < quietUntil || Interlocked.CompareExchange(ref _quietUntil, (now + interval).UtcTicks, quietUntil) != quietUntil)
        {
            leftOut = 0;
            Interlocked.Increment(ref _leftOut);
            return false;
        }

        leftOut = Interlocked.Exchange(ref _leftOut, 0);
        return true;
    }
}

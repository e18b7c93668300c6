namespace Countersign.Gateway;

/// <summary>Lets one line of its kind through in an interval and counts the others: for what strangers or an outage repeat without end.</summary>
internal sealed class LogInterval(TimeSpan interval, TimeProvider clock)
{
    private readonly long _ticks = (long)(interval.TotalSeconds * clock.TimestampFrequency);
    private long _quietUntil = long.MinValue;
    private long _leftOut;

    /// <summary>Takes the turn of a line, or counts it as left out.</summary>
    /// <param name="leftOut">How many were left out since the last one that was not.</param>
    public bool TryTakeTurn(out long leftOut)
    {
        var now = clock.GetTimestamp();
        var quietUntil = Volatile.Read(ref _quietUntil);
        if (now < quietUntil || Interlocked.CompareExchange(ref _quietUntil, now + _ticks, quietUntil) != quietUntil)
        {
            leftOut = 0;
            Interlocked.Increment(ref _leftOut);
            return false;
        }

        leftOut = Interlocked.Exchange(ref _leftOut, 0);
        return true;
    }
}

namespace Countersign.Client.Tokens;

/// <summary>
/// How often tokens may be renewed because a server refuses them. One that takes each new token and refuses it right after would have the token endpoint asked
/// with every other request, such as two servers of one name of which only one knows the issuer's keys. Used under a lock of its owner's.
/// </summary>
/// <param name="clock">The clock.</param>
/// <param name="most">How many there may be within the window.</param>
/// <param name="window">The window.</param>
internal sealed class RenewalBudget(TimeProvider clock, int most, TimeSpan window)
{
    /// <summary>How many renewals there may be within <see cref="Window"/>.</summary>
    public const int Most = 5;

    public static readonly TimeSpan Window = TimeSpan.FromSeconds(30);

    private readonly Queue<long> _spent = new(most);

    /// <summary>For the renewals of one token.</summary>
    public RenewalBudget(TimeProvider clock)
        : this(clock, Most, Window)
    {
    }

    /// <summary>How long the next has to wait; null when it need not.</summary>
    public TimeSpan? WaitBeforeNext(long now)
    {
        while (_spent.TryPeek(out var oldest) && clock.GetElapsedTime(oldest, now) >= window)
            _spent.Dequeue();
        return _spent.Count < most ? null : window - clock.GetElapsedTime(_spent.Peek(), now);
    }

    public void Spend(long now)
    {
        if (_spent.Count == most)
            _spent.Dequeue();
        _spent.Enqueue(now);
    }
}

using Countersign.Tokens;

namespace Countersign.AspNetCore.Outbound;

/// <summary>
/// Leaves a peer in peace that failed several times in a row: for a while nobody asks it, then one does, and so on with longer whiles. Whoever would
/// have asked is answered at once.
/// </summary>
/// <param name="time">The clock.</param>
/// <param name="tell">Told the failure when the peer begins to fail, and null when it is well again.</param>
internal sealed class Breaker(TimeProvider time, Action<string?>? tell)
{
    /// <summary>So many failures in a row are no accident.</summary>
    public const int Tolerated = 5;

    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly HashSet<TokenHash> _failedOver = [];
    private int _failures;
    private TimeSpan _while = Shortest;
    private long _since;
    private string? _why;
    private bool _isProbed;

    /// <summary>Why the peer is not asked now; null when it may be. After each while one caller alone hears null.</summary>
    public string? WhyClosed()
    {
        lock (_gate)
        {
            if (_why is null)
                return null;
            if (time.GetElapsedTime(_since) < _while)
                return _why;
            _since = time.GetTimestamp();
            _isProbed = true;
            return null;
        }
    }

    public void Succeed()
    {
        lock (_gate)
        {
            var was = _why;
            (_failures, _why, _while, _isProbed) = (0, null, Shortest, false);
            _failedOver.Clear();
            if (was is null)
                return;
        }

        tell?.Invoke(null);
    }

    /// <summary>Counts a failure.</summary>
    /// <param name="failure">Why.</param>
    /// <param name="over">The token that was asked about, where the failure may be its own fault: for each it counts once. Null where it can't be.</param>
    public void Fail(string failure, TokenHash? over = null)
    {
        lock (_gate)
        {
            var isNew = _why is null;
            if (isNew && over is { } token && !_failedOver.Add(token))
                return;

            // What was asked before it closed and fails after says nothing new.
            if (isNew ? ++_failures < Tolerated : !_isProbed)
                return;
            _isProbed = false;
            _why = failure;
            _since = time.GetTimestamp();
            _while = isNew ? Shortest : TimeSpan.FromTicks(Math.Min(Longest.Ticks, 2 * _while.Ticks));
            if (!isNew)
                return;
        }

        tell?.Invoke(failure);
    }
}

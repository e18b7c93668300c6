using System.Collections.Concurrent;
using Countersign.Ports;

namespace Countersign.Lab.Simulator.Protection.Digest;

/// <summary>Remembers the counts of nonces that were used, for as long as the nonces live.</summary>
/// <param name="clock">The time.</param>
internal sealed class UsedCounts(TimeProvider clock)
{
    // A nonce of each request, a thousand times a second, for as long as nonces live.
    private const int MostNonces = 400_000;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly Lock _looking = new();
    private readonly ConcurrentDictionary<string, Uses> _nonces = new(StringComparer.Ordinal);
    private DateTimeOffset _lookedAt;

    // The dictionary counts by taking all of its locks.
    private int _kept;

    /// <summary>Uses a count.</summary>
    /// <param name="nonce">The nonce.</param>
    /// <param name="count">The count.</param>
    /// <param name="expires">When the nonce ends.</param>
    /// <param name="rule">Which counts are taken.</param>
    /// <param name="most">How often the nonce may be used.</param>
    public ReplayOutcome TryUse(string nonce, uint count, DateTimeOffset expires, CountRule rule, int most)
    {
        var now = clock.GetUtcNow();
        if (!_nonces.TryGetValue(nonce, out var uses))
        {
            if (Volatile.Read(ref _kept) >= MostNonces)
                Forget(now);
            if (Volatile.Read(ref _kept) >= MostNonces)
                return ReplayOutcome.Full;
            uses = new(expires);
            if (_nonces.TryAdd(nonce, uses))
                Interlocked.Increment(ref _kept);
            else
                uses = _nonces.GetOrAdd(nonce, uses);
        }

        return uses.Add(count, now, rule, most);
    }

    /// <summary>When a nonce was used as often as it may be; null for one that was not.</summary>
    public DateTimeOffset? WornAt(string nonce, int most) =>
        most <= 0 ? clock.GetUtcNow() : _nonces.TryGetValue(nonce, out var uses) ? uses.WornAt(most) : null;

    // Looking at all of them takes longer than an answer.
    private void Forget(DateTimeOffset now)
    {
        lock (_looking)
        {
            if (now - _lookedAt < BetweenLooks)
                return;
            _lookedAt = now;
            foreach (var (known, uses) in _nonces)
            {
                if (uses.Expires <= now && _nonces.TryRemove(known, out _))
                    Interlocked.Decrement(ref _kept);
            }
        }
    }

    private sealed class Uses(DateTimeOffset expires)
    {
        private readonly Lock _using = new();
        private HashSet<uint>? _counts;
        private uint _last;
        private int _times;
        private DateTimeOffset _usedAt;

        public DateTimeOffset Expires => expires;

        public ReplayOutcome Add(uint count, DateTimeOffset now, CountRule rule, int most)
        {
            lock (_using)
            {
                if (_times >= most)
                    return ReplayOutcome.Ended;
                if (rule == CountRule.Once && IsUsed(count) || rule == CountRule.InOrder && count != _last + 1)
                    return ReplayOutcome.Replayed;

                // Most nonces are used once, and need no set.
                if (_times > 0)
                    (_counts ??= [_last]).Add(count);
                _last = count;
                _times++;
                _usedAt = now;
                return ReplayOutcome.Fresh;
            }
        }

        public DateTimeOffset? WornAt(int most)
        {
            lock (_using)
                return _times >= most ? _usedAt : null;
        }

        private bool IsUsed(uint count) => _counts is null ? _times > 0 && count == _last : _counts.Contains(count);
    }
}

using System.Collections.Concurrent;
using Countersign.Ports;

namespace Countersign.Lab.Simulator.Protection.Digest;

/// <summary>Remembers the counts of nonces that were used, for as long as the nonces live.</summary>
/// <param name="clock">The time.</param>
internal sealed class UsedCounts(TimeProvider clock)
{
    private const int MostNonces = 50_000;

    private readonly ConcurrentDictionary<string, Uses> _nonces = new(StringComparer.Ordinal);

    /// <summary>Uses a count.</summary>
    /// <param name="nonce">The nonce.</param>
    /// <param name="count">The count.</param>
    /// <param name="expires">When the nonce ends.</param>
    /// <param name="rule">Which counts are taken.</param>
    /// <param name="most">How often the nonce may be used.</param>
    public ReplayOutcome TryUse(string nonce, uint count, DateTimeOffset expires, CountRule rule, int most)
    {
        var now = clock.GetUtcNow();
        if (_nonces.Count >= MostNonces)
        {
            foreach (var (known, uses) in _nonces)
            {
                if (uses.Expires <= now)
                    _nonces.TryRemove(known, out _);
            }
        }

        return _nonces.Count >= MostNonces && !_nonces.ContainsKey(nonce) ? ReplayOutcome.Full : _nonces.GetOrAdd(nonce, _ => new(expires)).Add(count, now, rule, most);
    }

    /// <summary>When a nonce was used as often as it may be; null for one that was not.</summary>
    public DateTimeOffset? WornAt(string nonce, int most) =>
        most <= 0 ? clock.GetUtcNow() : _nonces.TryGetValue(nonce, out var uses) ? uses.WornAt(most) : null;

    private sealed class Uses(DateTimeOffset expires)
    {
        private readonly HashSet<uint> _counts = [];
        private uint _last;
        private int _times;
        private DateTimeOffset _usedAt;

        public DateTimeOffset Expires => expires;

        public ReplayOutcome Add(uint count, DateTimeOffset now, CountRule rule, int most)
        {
            lock (_counts)
            {
                if (_times >= most)
                    return ReplayOutcome.Ended;
                if (rule == CountRule.Once && _counts.Contains(count) || rule == CountRule.InOrder && count != _last + 1)
                    return ReplayOutcome.Replayed;
                _counts.Add(count);
                _last = count;
                _times++;
                _usedAt = now;
                return ReplayOutcome.Fresh;
            }
        }

        public DateTimeOffset? WornAt(int most)
        {
            lock (_counts)
                return _times >= most ? _usedAt : null;
        }
    }
}

using System.Collections.Concurrent;
using Countersign.Ports;

namespace Countersign.Lab.Simulator.Protection;

/// <summary>Remembers the counts of nonces that were used.</summary>
/// <param name="clock">The time.</param>
internal sealed class UsedCounts(TimeProvider clock) : IReplayLedger
{
    private const int MostNonces = 50_000;

    private readonly ConcurrentDictionary<string, Uses> _nonces = new(StringComparer.Ordinal);

    public ValueTask<ReplayOutcome> TryUseAsync(string nonce, uint count, DateTimeOffset expires, CancellationToken cancel)
    {
        if (_nonces.Count >= MostNonces)
        {
            var now = clock.GetUtcNow();
            foreach (var (known, uses) in _nonces)
            {
                if (uses.Expires <= now)
                    _nonces.TryRemove(known, out _);
            }
        }

        if (_nonces.Count >= MostNonces && !_nonces.ContainsKey(nonce))
            return ValueTask.FromResult(ReplayOutcome.Full);
        return ValueTask.FromResult(_nonces.GetOrAdd(nonce, _ => new(expires)).Add(count) ? ReplayOutcome.Fresh : ReplayOutcome.Replayed);
    }

    private sealed class Uses(DateTimeOffset expires)
    {
        private readonly HashSet<uint> _counts = [];

        public DateTimeOffset Expires => expires;

        public bool Add(uint count)
        {
            lock (_counts)
                return _counts.Add(count);
        }
    }
}

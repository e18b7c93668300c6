using System.Collections.Concurrent;
using Countersign.Ports;

namespace Countersign.Lab.Simulator.Provider;

/// <summary>Remembers which proofs were used, for as long as they could be used again.</summary>
/// <param name="clock">The time.</param>
internal sealed class UsedProofs(TimeProvider clock) : IProofLedger
{
    private const int Most = 200_000;

    private static readonly TimeSpan BetweenLooks = TimeSpan.FromSeconds(1);

    private readonly Lock _looking = new();
    private readonly ConcurrentDictionary<(string Key, string Id), DateTimeOffset> _used = new();
    private DateTimeOffset _lookedAt;

    // The dictionary counts by taking all of its locks.
    private int _kept;

    public ValueTask<ReplayOutcome> TryUseAsync(string jkt, string jti, DateTimeOffset expires, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (expires <= now)
            return ValueTask.FromResult(ReplayOutcome.Ended);
        if (Volatile.Read(ref _kept) >= Most)
            Forget(now);
        if (Volatile.Read(ref _kept) >= Most)
            return ValueTask.FromResult(ReplayOutcome.Full);
        if (!_used.TryAdd((jkt, jti), expires))
            return ValueTask.FromResult(ReplayOutcome.Replayed);
        Interlocked.Increment(ref _kept);
        return ValueTask.FromResult(ReplayOutcome.Fresh);
    }

    // Looking at all of them takes longer than an answer.
    private void Forget(DateTimeOffset now)
    {
        lock (_looking)
        {
            if (now - _lookedAt < BetweenLooks)
                return;
            _lookedAt = now;
            foreach (var (proof, ends) in _used)
            {
                if (ends <= now && _used.TryRemove(proof, out _))
                    Interlocked.Decrement(ref _kept);
            }
        }
    }
}

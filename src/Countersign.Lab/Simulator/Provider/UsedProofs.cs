using System.Collections.Concurrent;
using Countersign.Ports;

namespace Countersign.Lab.Simulator.Provider;

/// <summary>Remembers which proofs were used, for as long as they could be used again.</summary>
/// <param name="clock">The time.</param>
internal sealed class UsedProofs(TimeProvider clock) : IProofLedger
{
    private const int Most = 50_000;

    private readonly ConcurrentDictionary<(string Key, string Id), DateTimeOffset> _used = new();

    public ValueTask<ReplayOutcome> TryUseAsync(string jkt, string jti, DateTimeOffset expires, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        if (expires <= now)
            return ValueTask.FromResult(ReplayOutcome.Ended);
        if (_used.Count >= Most)
        {
            foreach (var (proof, ends) in _used)
            {
                if (ends <= now)
                    _used.TryRemove(proof, out _);
            }
        }

        if (_used.Count >= Most)
            return ValueTask.FromResult(ReplayOutcome.Full);
        return ValueTask.FromResult(_used.TryAdd((jkt, jti), expires) ? ReplayOutcome.Fresh : ReplayOutcome.Replayed);
    }
}

using Countersign.Ports;

namespace Countersign.AspNetCore.Stores;

/// <summary>Remembers used counts in memory: a sliding window of counts for each of a bounded number of nonces. Nothing alive is ever evicted.</summary>
public sealed class MemoryReplayLedger : IReplayLedger
{
    /// <summary>How many counts behind the highest are told apart; older ones are taken for replays.</summary>
    public const int Window = 1024;

    private const int Shards = 16;

    private readonly TimeProvider _time;
    private readonly int _capacity;
    private readonly Shard[] _shards = new Shard[Shards];
    private int _count;

    /// <summary>An empty ledger.</summary>
    /// <param name="time">Says which nonces have ended.</param>
    /// <param name="capacity">The largest number of living nonces; about 350 bytes each.</param>
    public MemoryReplayLedger(TimeProvider time, int capacity = 100_000)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _time = time;
        _capacity = capacity;
        for (var i = 0; i < Shards; i++)
            _shards[i] = new Shard();
    }

    /// <summary>How many nonces are remembered, ended ones that were not yet forgotten included.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public ValueTask<ReplayOutcome> TryUseAsync(string nonce, uint count, DateTimeOffset expires, CancellationToken cancel) => ValueTask.FromResult(TryUse(nonce, count, expires));

    /// <summary>What has to wait for nobody.</summary>
    internal ReplayOutcome TryUse(string nonce, uint count, DateTimeOffset expires)
    {
        var shard = _shards[(uint)StringComparer.Ordinal.GetHashCode(nonce) % Shards];
        var outcome = TryUse(shard, nonce, count, expires.UtcTicks);
        if (outcome != ReplayOutcome.Full)
            return outcome;

        // Other shards may hold what has ended.
        foreach (var other in _shards)
        {
            lock (other)
                Interlocked.Add(ref _count, -other.Forget(_time));
        }

        return TryUse(shard, nonce, count, expires.UtcTicks);
    }

    private ReplayOutcome TryUse(Shard shard, string nonce, uint count, long expires)
    {
        lock (shard)
        {
            // Nothing is asked of an ended nonce that may have been forgotten, and nothing of an earlier time than that.
            if (expires <= shard.Advance(_time))
                return ReplayOutcome.Ended;
            if (shard.Counts.TryGetValue(nonce, out var used))
                return used.TryUse(count) ? ReplayOutcome.Fresh : ReplayOutcome.Replayed;

            var forgotten = shard.Forget(_time);
            if (forgotten > 0)
                Interlocked.Add(ref _count, -forgotten);
            if (Interlocked.Increment(ref _count) > _capacity)
            {
                Interlocked.Decrement(ref _count);
                return ReplayOutcome.Full;
            }

            used = new UsedCounts();
            used.TryUse(count);
            shard.Counts.Add(nonce, used);
            shard.Ends.Enqueue(nonce, expires);
            return ReplayOutcome.Fresh;
        }
    }

    private sealed class Shard
    {
        public Dictionary<string, UsedCounts> Counts { get; } = new(StringComparer.Ordinal);

        public PriorityQueue<string, long> Ends { get; } = new();

        private long _now;

        /// <summary>The time by the clock, which stands still where that is turned back.</summary>
        public long Advance(TimeProvider time) => _now = Math.Max(_now, time.GetUtcNow().UtcTicks);

        public int Forget(TimeProvider time)
        {
            var now = Advance(time);
            var forgotten = 0;
            while (Ends.TryPeek(out var nonce, out var end) && end <= now)
            {
                Ends.Dequeue();
                Counts.Remove(nonce);
                forgotten++;
            }

            return forgotten;
        }
    }

    /// <summary>A ring of bits, one a count; one word until a client counts beyond it.</summary>
    private sealed class UsedCounts
    {
        private const int Words = Window / 64;

        private uint _highest;
        private ulong _first;
        private ulong[]? _ring;

        public bool TryUse(uint count)
        {
            if (count > _highest)
            {
                Advance(count);
                Set(count);
                return true;
            }

            if (_highest - count >= Window || IsSet(count))
                return false;
            Set(count);
            return true;
        }

        private void Advance(uint count)
        {
            if (count >= 64)
            {
                _ring ??= Spread();
                if (count - _highest >= Window)
                {
                    Array.Clear(_ring);
                }
                else
                {
                    // What the window leaves behind makes room for what it now covers.
                    for (var passed = _highest + 1; passed < count; passed++)
                        _ring[passed % Window / 64] &= ~(1UL << (int)(passed % 64));
                }
            }

            _highest = count;
        }

        private ulong[] Spread()
        {
            var ring = new ulong[Words];
            ring[0] = _first;
            return ring;
        }

        private bool IsSet(uint count) => ((_ring is null ? _first : _ring[count % Window / 64]) >> (int)(count % 64) & 1) != 0;

        private void Set(uint count)
        {
            if (_ring is null)
                _first |= 1UL << (int)(count % 64);
            else
                _ring[count % Window / 64] |= 1UL << (int)(count % 64);
        }
    }
}

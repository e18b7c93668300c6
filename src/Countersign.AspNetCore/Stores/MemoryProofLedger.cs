using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Countersign.Ports;

namespace Countersign.AspNetCore.Stores;

/// <summary>
/// Remembers used proofs in memory: a hash of each, in sets by the time at which they end, so that what has ended goes a set at a time. Nothing
/// alive is ever evicted. Meant for proofs that live about as long as one another, some minutes at most: every set alive is looked into.
/// </summary>
public sealed class MemoryProofLedger : IProofLedger
{
    private const int Shards = 16;
    private const int PrefixLength = 16;

    /// <summary>Ends are rounded up to this: entries stay so much longer at most, and a minute's proofs lie in seven sets.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(10);

    private readonly TimeProvider _time;
    private readonly int _capacity;
    private readonly Shard[] _shards = new Shard[Shards];

    // Clients choose what is hashed: without a secret before it they could also choose where in a set it comes to lie.
    private readonly byte[] _prefix = RandomNumberGenerator.GetBytes(PrefixLength);

    private int _count;

    /// <summary>An empty ledger.</summary>
    /// <param name="time">Says which proofs have ended.</param>
    /// <param name="capacity">The largest number of living proofs; 34 to 54 bytes each, as the sets grow.</param>
    public MemoryProofLedger(TimeProvider time, int capacity = 500_000)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        _time = time;
        _capacity = capacity;
        for (var i = 0; i < Shards; i++)
            _shards[i] = new Shard();
    }

    /// <summary>How many proofs are remembered, ended ones that were not yet forgotten included.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <inheritdoc/>
    public ValueTask<ReplayOutcome> TryUseAsync(string jkt, string jti, DateTimeOffset expires, CancellationToken cancel) => ValueTask.FromResult(TryUse(jkt, jti, expires));

    /// <summary>What has to wait for nobody.</summary>
    internal ReplayOutcome TryUse(string jkt, string jti, DateTimeOffset expires)
    {
        var mark = MarkOf(jkt, jti);
        var shard = _shards[mark.Low % Shards];
        var outcome = TryUse(shard, mark, expires.UtcTicks);
        if (outcome != ReplayOutcome.Full)
            return outcome;

        // Other shards may hold what has ended.
        foreach (var other in _shards)
        {
            lock (other)
                Interlocked.Add(ref _count, -other.Forget(_time));
        }

        return TryUse(shard, mark, expires.UtcTicks);
    }

    private ReplayOutcome TryUse(Shard shard, Mark mark, long expires)
    {
        lock (shard)
        {
            // Nothing is asked of an ended proof that may have been forgotten, and nothing of an earlier time than that.
            var forgotten = shard.Forget(_time);
            if (forgotten > 0)
                Interlocked.Add(ref _count, -forgotten);
            if (expires <= shard.Now)
                return ReplayOutcome.Ended;
            if (shard.Has(mark))
                return ReplayOutcome.Replayed;

            if (Interlocked.Increment(ref _count) > _capacity)
            {
                Interlocked.Decrement(ref _count);
                return ReplayOutcome.Full;
            }

            shard.Add(mark, expires);
            return ReplayOutcome.Fresh;
        }
    }

    /// <summary>Half a SHA-256 over length-prefixed parts: no two pairs look alike, and no two are found that do.</summary>
    private Mark MarkOf(string jkt, string jti)
    {
        var length = PrefixLength + sizeof(int) + Encoding.UTF8.GetByteCount(jkt) + Encoding.UTF8.GetByteCount(jti);
        var parts = length <= 512 ? stackalloc byte[512] : new byte[length];
        _prefix.CopyTo(parts);
        var first = Encoding.UTF8.GetBytes(jkt, parts[(PrefixLength + sizeof(int))..]);
        BinaryPrimitives.WriteInt32LittleEndian(parts[PrefixLength..], first);
        Encoding.UTF8.GetBytes(jti, parts[(PrefixLength + sizeof(int) + first)..]);

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(parts[..length], hash);
        return MemoryMarshal.Read<Mark>(hash);
    }

    [StructLayout(LayoutKind.Sequential)]
    private readonly record struct Mark(ulong High, ulong Low)
    {
        // Octets of a hash with a secret in it are as good as any hash of them.
        public override int GetHashCode() => (int)High;
    }

    private sealed class Shard
    {
        private readonly List<(long End, HashSet<Mark> Marks)> _sets = [];

        /// <summary>The time by the clock, which stands still where that is turned back.</summary>
        public long Now { get; private set; }

        public int Forget(TimeProvider time)
        {
            Now = Math.Max(Now, time.GetUtcNow().UtcTicks);
            var forgotten = 0;
            for (var i = _sets.Count - 1; i >= 0; i--)
            {
                if (_sets[i].End > Now)
                    continue;
                forgotten += _sets[i].Marks.Count;
                _sets.RemoveAt(i);
            }

            return forgotten;
        }

        public bool Has(Mark mark)
        {
            foreach (var (_, marks) in _sets)
            {
                if (marks.Contains(mark))
                    return true;
            }

            return false;
        }

        public void Add(Mark mark, long expires)
        {
            var end = (expires + Step.Ticks - 1) / Step.Ticks * Step.Ticks;
            var at = _sets.FindIndex(set => set.End == end);
            if (at < 0)
            {
                at = _sets.Count;
                _sets.Add((end, []));
            }

            _sets[at].Marks.Add(mark);
        }
    }
}

using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Countersign.Ports;

namespace Countersign.AspNetCore.Stores.Shared;

/// <summary>Remembers used proofs in a database, for all gateways on it: one question for each proof that this gateway did not see itself.</summary>
internal sealed class SharedProofLedger(SharedUses uses, TimeProvider time) : IProofLedger, IDisposable
{
    /// <summary>Where used proofs are.</summary>
    public const string Table = "used_proofs";

    private static readonly string Sql = SharedUses.Sql(Table, "mark, expires", "@mark, @expires", "FALSE", "(mark) DO NOTHING");

    private readonly MemoryProofLedger _seen = new(time);

    /// <inheritdoc/>
    public ValueTask<ReplayOutcome> TryUseAsync(string jkt, string jti, DateTimeOffset expires, CancellationToken cancel)
    {
        // Who sends the same over and over costs the database nothing.
        var seen = _seen.TryUse(jkt, jti, expires);
        return seen == ReplayOutcome.Fresh
            ? uses.TryUseAsync(Sql, [("mark", MarkOf(jkt, jti))], expires)
            : ValueTask.FromResult(seen);
    }

    /// <inheritdoc/>
    public void Dispose() => uses.Dispose();

    /// <summary>Half a SHA-256 over length-prefixed parts: no two pairs look alike, and no two are found that do.</summary>
    private static byte[] MarkOf(string jkt, string jti)
    {
        var parts = new byte[sizeof(int) + Encoding.UTF8.GetByteCount(jkt) + Encoding.UTF8.GetByteCount(jti)];
        var first = Encoding.UTF8.GetBytes(jkt, parts.AsSpan(sizeof(int)));
        BinaryPrimitives.WriteInt32LittleEndian(parts, first);
        Encoding.UTF8.GetBytes(jti, parts.AsSpan(sizeof(int) + first));
        return SHA256.HashData(parts)[..16];
    }
}

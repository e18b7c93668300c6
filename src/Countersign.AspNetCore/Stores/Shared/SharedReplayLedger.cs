using System.Security.Cryptography;
using System.Text;
using Countersign.Ports;

namespace Countersign.AspNetCore.Stores.Shared;

/// <summary>
/// Remembers used counts in a database, for all gateways on it: one question for each count that this gateway did not see itself. Counts are told apart
/// one by one, as far behind the highest as they may be; only what this gateway saw has a window.
/// </summary>
internal sealed class SharedReplayLedger(SharedUses uses, TimeProvider time) : IReplayLedger, IDisposable
{
    /// <summary>Where used counts are.</summary>
    public const string Table = "used_counts";

    private const int CountsInARow = 64;

    // A word whose bits had this one already stays as it is, and comes back as no row.
    private static readonly string Sql = SharedUses.Sql(
        Table,
        "mark, word, bits, expires",
        "@mark, @word, @bit, @expires",
        "EXISTS (SELECT FROM used_counts WHERE mark = @mark AND word = @word)",
        "(mark, word) DO UPDATE SET bits = used_counts.bits | excluded.bits WHERE used_counts.bits & excluded.bits = 0");

    private readonly MemoryReplayLedger _seen = new(time);

    /// <inheritdoc/>
    public ValueTask<ReplayOutcome> TryUseAsync(string nonce, uint count, DateTimeOffset expires, CancellationToken cancel)
    {
        // Who sends the same over and over costs the database nothing.
        var seen = _seen.TryUse(nonce, count, expires);
        if (seen != ReplayOutcome.Fresh)
            return ValueTask.FromResult(seen);
        var mark = SHA256.HashData(Encoding.UTF8.GetBytes(nonce))[..16];
        var bit = unchecked((long)(1UL << (int)(count % CountsInARow)));
        return uses.TryUseAsync(Sql, [("mark", mark), ("word", (long)(count / CountsInARow)), ("bit", bit)], expires);
    }

    /// <inheritdoc/>
    public void Dispose() => uses.Dispose();
}

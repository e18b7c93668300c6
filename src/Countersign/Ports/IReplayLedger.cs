namespace Countersign.Ports;

/// <summary>What became of an attempt to use something once.</summary>
public enum ReplayOutcome
{
    /// <summary>It was not used before; now it is.</summary>
    Fresh,

    /// <summary>It was used before.</summary>
    Replayed,

    /// <summary>The nonce or proof has ended, and what was used of it may be forgotten.</summary>
    Ended,

    /// <summary>There is no room to remember it, so it can't be accepted (CONTRACT: never a silent eviction).</summary>
    Full,

    /// <summary>Nobody can tell: what remembers it can't be asked. It can't be accepted either.</summary>
    Unavailable,
}

/// <summary>Remembers which counts of a nonce were used, for as long as the nonce lives.</summary>
public interface IReplayLedger
{
    /// <summary>Marks count <paramref name="count"/> of <paramref name="nonce"/> as used.</summary>
    /// <param name="nonce">The nonce; known to be ours. It ends at the same time at every call.</param>
    /// <param name="count">The nonce count, from 1.</param>
    /// <param name="expires">When the nonce ends and may be forgotten.</param>
    /// <param name="cancel">Gives up waiting for a ledger that is elsewhere. The count may be used then nevertheless.</param>
    ValueTask<ReplayOutcome> TryUseAsync(string nonce, uint count, DateTimeOffset expires, CancellationToken cancel);
}

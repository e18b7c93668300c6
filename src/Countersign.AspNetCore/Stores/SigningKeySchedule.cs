using Countersign.Tokens;

namespace Countersign.AspNetCore.Stores;

/// <summary>When keys come and go. Pure: the store asks it, and so do all processes that share the store.</summary>
/// <param name="Algorithm">What the next key signs by.</param>
/// <param name="Interval">How long a key signs.</param>
/// <param name="Announced">How long a key is published before it signs, and after its last signature has ended: whoever keeps the published set so long misses none.</param>
/// <param name="Lifetime">How long what is signed counts.</param>
internal sealed record SigningKeySchedule(JwsAlgorithm Algorithm, TimeSpan Interval, TimeSpan Announced, TimeSpan Lifetime)
{
    /// <summary>From when on a key that has to be made now would sign; null when none has to be.</summary>
    /// <param name="keys">The keys, by the time from which on they sign.</param>
    /// <param name="now">The time.</param>
    public DateTimeOffset? NextFrom(IReadOnlyList<SigningKeyRecord> keys, DateTimeOffset now)
    {
        // Nobody can hold an older set when there was none: the first key signs at once.
        if (keys.Count == 0)
            return now;
        var newest = keys[^1];
        if (newest.SignsFrom > now)
            return null;
        return newest.Key.Algorithm != Algorithm || now >= newest.SignsFrom + Interval - Announced ? now + Announced : null;
    }

    /// <summary>The keys whose last signature has ended.</summary>
    public IEnumerable<SigningKeyRecord> Ended(IReadOnlyList<SigningKeyRecord> keys, DateTimeOffset now) =>
        keys.Zip(keys.Skip(1)).Where(pair => now > pair.Second.SignsFrom + Lifetime + Announced).Select(pair => pair.First);

    /// <summary>The key that signs: the newest whose time has come, or the oldest where a clock was set back; null when there is none.</summary>
    public static SigningKeyRecord? Current(IReadOnlyList<SigningKeyRecord> keys, DateTimeOffset now)
    {
        for (var i = keys.Count - 1; i >= 0; i--)
        {
            if (keys[i].SignsFrom <= now || i == 0)
                return keys[i];
        }

        return null;
    }
}

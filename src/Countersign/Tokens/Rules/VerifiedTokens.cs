using System.Collections.Concurrent;

namespace Countersign.Tokens.Rules;

/// <summary>
/// Remembers which tokens a trusted issuer signed, bounded by the memory that they take. Only tokens whose signature was verified come in, so that
/// strangers can't fill it, and nothing that was decided: end, revocation, audience and all else are looked at anew each time. Once it is half full,
/// a token has to come twice: those that come once alone would drive out the others, and cost more to keep than to verify.
/// </summary>
/// <param name="clock">Tells which tokens have ended, when there is no room left.</param>
/// <param name="capacity">How much memory the tokens may take, in octets, roughly.</param>
internal sealed class VerifiedTokens(TimeProvider clock, long capacity = VerifiedTokens.DefaultCapacity)
{
    public const long DefaultCapacity = 24 << 20;

    // As measured: the objects of one token, and what each octet of its claims becomes as text, as values and in what is derived from them.
    private const int FixedCost = 1024;
    private const int CostOfClaims = 5;

    // How many tokens may come between the first and the second time of one.
    private const int CameOnce = 16 * 1024;

    private readonly ConcurrentDictionary<TokenHash, Entry> _entries = new();
    private readonly Lock _making = new();
    private ulong[]? _cameOnce;
    private long _taken;

    public int Count => _entries.Count;

    public SignedToken? Find(in TokenHash hash) => _entries.TryGetValue(hash, out var entry) ? entry.Token : null;

    /// <summary>How much memory a token takes, in octets, roughly.</summary>
    public static int CostOf(Jws signed) => FixedCost + signed.Length + (CostOfClaims * signed.Payload.Length);

    public void Remember(in TokenHash hash, SignedToken token, int cost)
    {
        var entry = new Entry(token, cost);
        lock (_making)
        {
            if (_taken > capacity / 2 && !CameBefore(hash))
                return;
            if (_taken + entry.Cost > capacity)
                MakeRoom();
            if (_entries.TryRemove(hash, out var former))
                _taken -= former.Cost;
            _entries[hash] = entry;
            _taken += entry.Cost;
        }
    }

    private bool CameBefore(in TokenHash hash)
    {
        _cameOnce ??= new ulong[CameOnce];
        ref var place = ref _cameOnce[(uint)hash.GetHashCode() % CameOnce];
        if (place == hash.Fingerprint)
            return true;
        place = hash.Fingerprint;
        return false;
    }

    /// <summary>Drops what has ended and, if that is not enough, an eighth of the rest: a forgotten token costs one more signature and nothing else.</summary>
    private void MakeRoom()
    {
        var now = NumericDate.Of(clock.GetUtcNow()).Seconds;
        foreach (var (hash, entry) in _entries)
        {
            if (entry.Token.Claims.ExpiresAt is { } end && end.Seconds <= now)
                Drop(hash);
        }

        foreach (var (hash, _) in _entries)
        {
            if (_taken <= capacity - (capacity / 8))
                return;
            Drop(hash);
        }
    }

    private void Drop(in TokenHash hash)
    {
        if (_entries.TryRemove(hash, out var entry))
            _taken -= entry.Cost;
    }

    private readonly record struct Entry(SignedToken Token, int Cost);
}

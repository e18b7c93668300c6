using Countersign.Lab.Simulator.Provider.Tokens;

namespace Countersign.Lab.Simulator.Provider.Grants;

/// <summary>A refresh token, and what became of it.</summary>
/// <param name="wish">What tokens come of it.</param>
/// <param name="grant">What all of it is called back by.</param>
/// <param name="ends">Until when it counts; null for no end.</param>
internal sealed class RefreshToken(TokenWish wish, TokenGrant grant, DateTimeOffset? ends)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    private readonly Lock _using = new();
    private DateTimeOffset? _usedAt;
    private TokenGrant? _last;
    private int _uses;

    /// <summary>What tokens come of it.</summary>
    public TokenWish Wish => wish;

    /// <summary>What all of it is called back by.</summary>
    public TokenGrant Grant => grant;

    /// <summary>What becomes of it when it is used.</summary>
    public RefreshManner Manner => wish.Refresh ?? RefreshManner.Rotate;

    /// <summary>Makes the first of a grant, or the next; what it is called.</summary>
    public static string Begin(SimulatedProvider provider, TokenWish wish, TokenGrant grant)
    {
        var name = Handle.Next();
        provider.RefreshTokens.Add(name, new(wish, grant, wish.RefreshLife is { } life ? provider.Now.AddSeconds(life) : null));
        return name;
    }

    /// <summary>Whether its time is over.</summary>
    public bool HasEnded(DateTimeOffset now) => ends <= now;

    /// <summary>Uses it; whether that may be.</summary>
    public bool TryUse(DateTimeOffset now)
    {
        lock (_using)
        {
            if (!IsUsable(now))
                return false;
            _usedAt ??= now;
            return true;
        }
    }

    /// <summary>Whether the next use would bring tokens.</summary>
    public bool Counts(DateTimeOffset now)
    {
        lock (_using)
            return !grant.IsRevoked && !HasEnded(now) && Manner != RefreshManner.Refuse && IsUsable(now);
    }

    /// <summary>A grant for this use, which ends that of the use before.</summary>
    public TokenGrant GrantAnew()
    {
        var anew = new TokenGrant(Handle.Next());
        Interlocked.Exchange(ref _last, anew)?.IsRevoked = true;
        return anew;
    }

    /// <summary>How often it was asked for.</summary>
    public int Count() => Interlocked.Increment(ref _uses);

    private bool IsUsable(DateTimeOffset now) =>
        _usedAt is not { } before || Manner == RefreshManner.Keep || Manner == RefreshManner.Lenient || Manner == RefreshManner.Race || (Manner == RefreshManner.Grace && now - before < Grace);
}

using Countersign.Tokens.Rules;

namespace Countersign.Lab.Simulator.Provider.Tokens;

/// <summary>What the provider remembers of an access token that it gave.</summary>
/// <param name="wish">What was asked of it.</param>
/// <param name="grant">What it was given for.</param>
internal sealed class IssuedToken(TokenWish wish, TokenGrant grant)
{
    private int _uses;

    /// <summary>What it was given for.</summary>
    public TokenGrant Grant => grant;

    /// <summary>Whether it was called back by itself.</summary>
    public bool IsRevoked { get; set; }

    /// <summary>Why it counts no more although its time is not over; null while it does.</summary>
    public TokenFailure? Failure => FailureAfter(Volatile.Read(ref _uses));

    /// <summary>Uses it once; why it does not count for that, or null.</summary>
    public TokenFailure? Use() => FailureAfter(Interlocked.Increment(ref _uses) - 1);

    private TokenFailure? FailureAfter(int uses)
    {
        if (IsRevoked || grant.IsRevoked)
            return new(TokenCheck.Revocation, "It was revoked.");
        if (uses >= wish.RevokedAfter)
            return new(TokenCheck.Revocation, FormattableString.Invariant($"It was revoked after {wish.RevokedAfter} requests."));
        return uses >= wish.Uses ? new(TokenCheck.Expiry, FormattableString.Invariant($"It was good for {wish.Uses} requests, and they are over.")) : null;
    }
}

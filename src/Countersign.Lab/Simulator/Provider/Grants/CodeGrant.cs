using Countersign.Lab.Simulator.Provider.Tokens;

namespace Countersign.Lab.Simulator.Provider.Grants;

/// <summary>What a code stands for (RFC 6749 §4.1.2).</summary>
/// <param name="Wish">What tokens come of it.</param>
/// <param name="RedirectUri">Where it was sent to.</param>
/// <param name="Challenge">By what the client proves that it asked for it (RFC 7636).</param>
/// <param name="Ends">Until when it counts.</param>
internal sealed record CodeGrant(TokenWish Wish, string RedirectUri, string Challenge, DateTimeOffset Ends)
{
    private int _uses;

    /// <summary>The nonce of the request, for the ID token; null for none.</summary>
    public string? Nonce { get; init; }

    /// <summary>What all of it is called back by.</summary>
    public TokenGrant Grant { get; } = new(Handle.Next());

    /// <summary>Whether it was used already.</summary>
    public bool IsUsed => Volatile.Read(ref _uses) > 0;

    /// <summary>Whether this is its first use.</summary>
    public bool TryUse() => Interlocked.Increment(ref _uses) == 1;
}

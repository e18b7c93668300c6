using Countersign.Decisions;
using Countersign.Schemes.Digest;

namespace Countersign.Lab.Simulator.Protection.Digest;

/// <summary>How an address judges Digest. The scheme that judges is the core's own; what is done otherwise is what it is given.</summary>
/// <param name="Options">What is offered.</param>
/// <param name="Nonces">Makes nonces and knows them again.</param>
internal sealed record DigestSetup(DigestOptions Options, IDigestNonces Nonces)
{
    /// <summary>Whether qop is offered; without it the digest is that of RFC 2069, which has no count.</summary>
    public bool HasQop { get; init; } = true;

    /// <summary>Which counts of a nonce are taken.</summary>
    public CountRule Counts { get; init; }

    /// <summary>How often a nonce serves.</summary>
    public int MostUses { get; init; } = int.MaxValue;

    /// <summary>The scheme.</summary>
    public IAuthScheme Scheme(string id, OneUser user, UsedCounts counts)
    {
        var nonces = new NonceUses(Nonces, counts, HasQop ? Counts : CountRule.Any, MostUses);
        var scheme = new DigestScheme(id, Options, user, nonces, nonces, UncountedGuesses.Instance);
        return HasQop ? scheme : new UncountedDigest(scheme, Options, user, nonces);
    }
}

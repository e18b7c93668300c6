using System.Collections.Immutable;

namespace Countersign.Tokens.Dpop;

/// <summary>Which proofs are taken.</summary>
public sealed record DpopRules
{
    /// <summary>The algorithms, asymmetric ones alone (RFC 9449 §4.2); all that this system has unless said otherwise.</summary>
    public ImmutableArray<JwsAlgorithm> Algorithms { get; init; } = [.. JwsAlgorithm.All.Where(algorithm => algorithm is { IsSymmetric: false, IsSupported: true })];

    /// <summary>How old a proof may become; the replay ledger remembers it for as long (RFC 9449 §11.1).</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether nonces tell when proofs were made, and not <c>iat</c>, which a client with a wrong clock can't get right (RFC 9449 §4.3, §11.1): then window
    /// and leeway count for nothing, and who reads the proof has to see that its nonce is alive.
    /// </summary>
    public bool TimedByNonce { get; init; }

    /// <summary>How far in the future a proof may have been made, for clients whose clock is ahead.</summary>
    public TimeSpan FutureLeeway { get; init; } = TimeSpan.FromSeconds(10);
}

using System.Collections.Immutable;

namespace Countersign.Tokens.Dpop;

/// <summary>Which proofs are taken.</summary>
public sealed record DpopRules
{
    /// <summary>The algorithms, asymmetric ones alone (RFC 9449 §4.2); all that this system has unless said otherwise.</summary>
    public ImmutableArray<JwsAlgorithm> Algorithms { get; init; } = [.. JwsAlgorithm.All.Where(algorithm => algorithm is { IsSymmetric: false, IsSupported: true })];

    /// <summary>How old a proof may become; the replay ledger remembers it for as long (RFC 9449 §11.1).</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How far in the future a proof may have been made, for clients whose clock is ahead.</summary>
    public TimeSpan FutureLeeway { get; init; } = TimeSpan.FromSeconds(10);
}

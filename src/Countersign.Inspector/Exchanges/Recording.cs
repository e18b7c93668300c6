using System.Collections.Immutable;

namespace Countersign.Inspector.Exchanges;

/// <summary>The exchanges of one source in their order, and what the source leaves out. No secret is in it: readers take them out before anything else sees them.</summary>
public sealed record Recording
{
    /// <summary>Where it comes from.</summary>
    public required RecordingSource Source { get; init; }

    /// <summary>The exchanges, the first first.</summary>
    public ImmutableArray<Exchange> Exchanges { get; init; } = [];

    /// <summary>What can't be decided by it, since the source does not keep it.</summary>
    public Omissions Omissions { get; init; }

    /// <summary>A token that was given beside it; null for none.</summary>
    public GivenToken? Given { get; init; }

    /// <summary>What could not be read, for the person who gave it.</summary>
    public ImmutableArray<ReadingProblem> Problems { get; init; } = [];

    /// <summary>Whether this is left out by the source, so that its absence proves nothing.</summary>
    public bool Omits(Omissions what) => (Omissions & what) != Omissions.None;
}

using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Inspector.Findings;

namespace Countersign.Lab.Simulator;

/// <summary>What a simulated answer tells of itself: what was wanted, what came, why that did not serve, and what would.</summary>
/// <param name="Expected">What would have been let in.</param>
/// <param name="Received">What came, without secrets.</param>
internal sealed record Diagnosis(string Expected, string Received)
{
    /// <summary>Why the request was refused; null where it was not.</summary>
    public Refusal? Refusal { get; init; }

    /// <summary>What is known beyond that; never a secret.</summary>
    public string? Evidence { get; init; }

    /// <summary>What is wrong with the answer on purpose, in words; one for each twist.</summary>
    public ImmutableArray<string> Wrong { get; init; } = [];

    /// <summary>The checks of the inspector that find it.</summary>
    public ImmutableArray<string> Checks { get; init; } = [];

    /// <summary>The change to the request that gets in; empty for none.</summary>
    public ImmutableArray<RequestChange> Fix { get; init; } = [];

    /// <summary>Who was let in; null for nobody.</summary>
    public string? Subject { get; init; }
}

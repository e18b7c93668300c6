using System.Collections.Immutable;

namespace Countersign.WebConsole.Ports;

/// <summary>What was seen since the last look.</summary>
/// <param name="Matched">How many were of interest since the watch began, seen or not.</param>
/// <param name="Newest">The newest of those since the last look, the oldest first.</param>
internal sealed record DecisionBatch(long Matched, ImmutableArray<SeenDecision> Newest);

using System.Collections.Immutable;

namespace Countersign.Decisions;

/// <summary>A claim that a subject must have to enter.</summary>
/// <param name="Name">The claim, or a path with dots into objects.</param>
/// <param name="Values">The values, one of which is needed.</param>
public sealed record ClaimDemand(string Name, ImmutableArray<string> Values);

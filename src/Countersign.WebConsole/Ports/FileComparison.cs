using System.Collections.Immutable;

namespace Countersign.WebConsole.Ports;

/// <summary>What a changed file would do.</summary>
/// <param name="IsValid">Whether it could be put in force.</param>
/// <param name="Problems">What is wrong with it or maybe not meant, each in one line.</param>
/// <param name="Changes">The routes that open or close.</param>
/// <param name="IsComplete">Whether all of both was compared.</param>
internal sealed record FileComparison(bool IsValid, ImmutableArray<string> Problems, ImmutableArray<RouteChange> Changes, bool IsComplete);

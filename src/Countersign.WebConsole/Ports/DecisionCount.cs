using System.Collections.Immutable;

namespace Countersign.WebConsole.Ports;

/// <summary>How often something was decided.</summary>
/// <param name="Outcome">What became of the requests.</param>
/// <param name="Reason">The slug of the refusal; null for admitted requests.</param>
/// <param name="Total">How many since the start.</param>
/// <param name="Recent">How many in each of the last steps, of which the last is not over yet.</param>
internal sealed record DecisionCount(DecisionOutcome Outcome, string? Reason, long Total, ImmutableArray<long> Recent);

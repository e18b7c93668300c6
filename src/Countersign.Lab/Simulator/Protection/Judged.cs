using Countersign.Decisions;

namespace Countersign.Lab.Simulator.Protection;

/// <summary>A request with what became of it.</summary>
/// <param name="Request">The request.</param>
/// <param name="Policy">What was asked for.</param>
/// <param name="Decision">What came of it.</param>
internal sealed record Judged(SimulatedRequest Request, AccessPolicy Policy, Decision Decision);

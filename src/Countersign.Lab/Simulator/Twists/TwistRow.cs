using Countersign.Lab.Simulator.Protection;

namespace Countersign.Lab.Simulator.Twists;

/// <summary>A value of a twist with the change that it makes to refusals.</summary>
/// <param name="Value">The value.</param>
/// <param name="Change">The change.</param>
internal sealed record TwistRow(TwistValue Value, Action<SimulatedAnswer, Judged> Change);

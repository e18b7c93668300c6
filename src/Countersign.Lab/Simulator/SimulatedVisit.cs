using System.Collections.Immutable;

namespace Countersign.Lab.Simulator;

/// <summary>
/// Requests that show what an address or a twist does, and what the inspector finds in them: these checks, and no others. It is the contract between the two,
/// and what people are given to try.
/// </summary>
/// <param name="Calls">The requests.</param>
internal sealed record SimulatedVisit(params ImmutableArray<SimulatedCall> Calls)
{
    /// <summary>The ids of the checks that find something; none for what is conformant.</summary>
    public ImmutableArray<string> Provokes { get; init; } = [];

    /// <summary>A visit of one GET.</summary>
    public static SimulatedVisit Of(string target, params ImmutableArray<string> provokes) => new(SimulatedCall.Get(target)) { Provokes = provokes };
}

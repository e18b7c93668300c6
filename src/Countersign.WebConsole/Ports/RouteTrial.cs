using System.Collections.Immutable;

namespace Countersign.WebConsole.Ports;

/// <summary>What the gateway would do with a request.</summary>
/// <param name="Fault">Why it could not be tried; null when it was.</param>
internal sealed record RouteTrial(string? Fault)
{
    /// <summary>Whether it would be let in.</summary>
    public bool IsAdmitted { get; init; }

    /// <summary>What was found, most important first.</summary>
    public ImmutableArray<ToldFact> Facts { get; init; } = [];

    /// <summary>The answer of the gateway itself, as on the wire; null when the upstream would answer.</summary>
    public string? Answer { get; init; }
}

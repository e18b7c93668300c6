using System.Collections.Immutable;

namespace Countersign.Gateway.Configuration;

/// <summary>What reading a configuration file gave.</summary>
/// <param name="Configuration">The configuration; null when there are errors.</param>
/// <param name="Problems">Everything that is wrong with it, in the order of the file.</param>
public sealed record ConfigurationReading(GatewayConfiguration? Configuration, ImmutableArray<ConfigurationProblem> Problems)
{
    /// <summary>The configuration file, absolute.</summary>
    public required string File { get; init; }

    /// <summary>
    /// What all files held just before they were read: it, those that are a part of it (secrets, authorities) and those it lacks; not those that are watched by
    /// what uses them.
    /// </summary>
    internal FileStamps Stamps { get; init; } = new();

    /// <summary>Where the keys stand, by their paths.</summary>
    internal ImmutableDictionary<string, Mark> Marks { get; init; } = ImmutableDictionary<string, Mark>.Empty;
}

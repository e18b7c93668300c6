using System.Collections.Immutable;

namespace Countersign.Gateway.Doctor.Surroundings;

/// <summary>Looks at something that the gateway relies on.</summary>
internal interface ISurroundingsCheck
{
    /// <summary>What it may find; of the first, where it could not look.</summary>
    ImmutableArray<CheckRow> Rows { get; }

    /// <summary>Looks; nothing where there is nothing to look at.</summary>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    Task<IReadOnlyList<Finding>> LookAsync(ConfiguredPlace place, CancellationToken cancel);
}

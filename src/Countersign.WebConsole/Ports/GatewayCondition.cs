using System.Collections.Immutable;

namespace Countersign.WebConsole.Ports;

/// <summary>How a gateway is.</summary>
internal sealed record GatewayCondition
{
    /// <summary>Whether it is warm and its store can be read.</summary>
    public bool IsReady { get; init; }

    /// <summary>Its version.</summary>
    public string Version { get; init; } = "";

    /// <summary>When it was started.</summary>
    public DateTimeOffset Started { get; init; }

    /// <summary>Its configuration file.</summary>
    public string File { get; init; } = "";

    /// <summary>Where it listens.</summary>
    public ImmutableArray<string> Addresses { get; init; } = [];

    /// <summary>Where its store is.</summary>
    public string Store { get; init; } = "";

    /// <summary>What can't be read of the store; null while all can be.</summary>
    public string? StoreFailure { get; init; }

    /// <summary>How many refusals could not be kept in the journal.</summary>
    public long RecordsDropped { get; init; }

    /// <summary>How many could not be written to the log.</summary>
    public long LinesDropped { get; init; }

    /// <summary>The issuers.</summary>
    public ImmutableArray<SeenIssuer> Issuers { get; init; } = [];

    /// <summary>The upstreams.</summary>
    public ImmutableArray<SeenUpstream> Upstreams { get; init; } = [];

    /// <summary>The certificates.</summary>
    public ImmutableArray<SeenCertificate> Certificates { get; init; } = [];
}

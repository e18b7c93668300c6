using System.Net;

namespace Countersign.Lab.Simulator;

/// <summary>How a simulator runs.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Where it listens; port 0 takes a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Where the site to crawl is an origin of its own, with a robots.txt of its own; port 0 takes a free one.</summary>
    public IPEndPoint ListenSite { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>
    /// What everything random comes from: with the same seed, the same client and the same requests the answers are the same, but for what the clock says.
    /// Null for another one at every start.
    /// </summary>
    public string? Seed { get; init; }

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

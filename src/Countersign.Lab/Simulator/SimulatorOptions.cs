using System.Net;

namespace Countersign.Lab.Simulator;

/// <summary>How a simulator runs.</summary>
public sealed record SimulatorOptions
{
    /// <summary>Where it listens in cleartext, to HTTP/1.1 and to HTTP/2 that begins with its preface; port 0 takes a free one.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Where the site to crawl is an origin of its own, with a robots.txt of its own; port 0 takes a free one.</summary>
    public IPEndPoint ListenSite { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Where it listens with TLS, to HTTP/2 and HTTP/1.1 by ALPN; null for nowhere.</summary>
    public IPEndPoint? TlsListen { get; init; }

    /// <summary>Where it is a forward proxy that wants credentials and leads to itself alone; null for nowhere.</summary>
    public IPEndPoint? ProxyListen { get; init; }

    /// <summary>
    /// A file that keeps key and certificate of the authority behind its certificates, so that it is the same at the next start. Null for one that is made at every
    /// start, and whose key is in memory alone.
    /// </summary>
    public string? AuthorityKey { get; init; }

    /// <summary>
    /// What everything random comes from: with the same seed, the same client and the same requests the answers are the same, but for what the clock says.
    /// Null for another one at every start.
    /// </summary>
    public string? Seed { get; init; }

    /// <summary>The time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}

using System.Collections.Immutable;
using System.Net;

namespace Countersign.Gateway.Configuration;

/// <summary>Who may ask the gateway about requests that came to them.</summary>
/// <param name="Proxies">Their addresses and networks.</param>
public sealed record ForwardAuthConfiguration(ImmutableArray<IPNetwork> Proxies)
{
    /// <summary>The kinds of proxies that have an address to ask at.</summary>
    public ImmutableArray<string> Dialects { get; init; } = ["nginx", "caddy", "haproxy", "traefik", "envoy"];

    /// <summary>Where FastCGI authorizers are served, for Apache; null for nowhere.</summary>
    public IPEndPoint? FastCgi { get; init; }
}

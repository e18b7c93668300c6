namespace Countersign.Lab.Simulator.Proxies;

/// <summary>A connection that came to the proxy.</summary>
internal sealed class ProxyTunnel
{
    /// <summary>Whether it is a tunnel by now, through which requests come as to the origin.</summary>
    public bool IsOpen { get; set; }

    /// <summary>Whether TLS is spoken in the tunnel.</summary>
    public bool IsTls { get; set; }
}

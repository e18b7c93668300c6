using System.Net;

namespace Countersign.Client.Proxies;

/// <summary>Tells the framework of the proxies for http only: tunnels are opened by a <see cref="TunnelOpener"/>.</summary>
internal sealed class ForwardingRoute(ProxyKeyring keyring) : IWebProxy
{
    public ProxyKeyring Keyring => keyring;

    /// <summary>None: what the framework would answer is answered here.</summary>
    public ICredentials? Credentials
    {
        get => null;
        set => throw new NotSupportedException();
    }

    public Uri? GetProxy(Uri destination) => ProxyRoutes.IsForwarded(destination) && keyring.Routes.For(destination) is { } proxy ? new Uri(proxy.ToString()) : null;

    public bool IsBypassed(Uri host) => GetProxy(host) is null;
}

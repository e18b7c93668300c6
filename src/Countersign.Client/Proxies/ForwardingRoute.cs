using System.Net;

namespace Countersign.Client.Proxies;

/// <summary>
/// Tells the framework of the proxies for http only, and of their TLS nothing: it would show a proxy the certificates that are meant for origins. A
/// <see cref="TunnelOpener"/> connects to them, and opens tunnels.
/// </summary>
internal sealed class ForwardingRoute(ProxyKeyring keyring) : IWebProxy
{
    public ProxyKeyring Keyring => keyring;

    /// <summary>None: what the framework would answer is answered here.</summary>
    public ICredentials? Credentials
    {
        get => null;
        set => throw new NotSupportedException();
    }

    public Uri? GetProxy(Uri destination) => ProxyRoutes.IsForwarded(destination) && keyring.Routes.For(destination) is { } proxy ? new UriBuilder(Uri.UriSchemeHttp, proxy.Host, proxy.Port).Uri : null;

    public bool IsBypassed(Uri host) => GetProxy(host) is null;
}

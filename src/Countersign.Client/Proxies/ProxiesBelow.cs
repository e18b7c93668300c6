namespace Countersign.Client.Proxies;

/// <summary>Takes the way through proxies from the framework's handler.</summary>
internal static class ProxiesBelow
{
    /// <exception cref="InvalidOperationException">The handler is another one, is in use already, or has a proxy or a ConnectCallback of its own.</exception>
    public static void Take(HttpMessageHandler? handler, ProxyKeyring keyring)
    {
        while (handler is DelegatingHandler { InnerHandler: { } inner })
            handler = inner;
        if (handler is not SocketsHttpHandler sockets)
            throw new InvalidOperationException("To go through proxies there has to be a SocketsHttpHandler below.");

        if (sockets.Proxy is ForwardingRoute route && route.Keyring == keyring)
            return;
        if (sockets.Proxy is not null || sockets.ConnectCallback is not null)
            throw new InvalidOperationException("The handler below has a proxy or a ConnectCallback of its own. Name its proxies in ReauthenticationOptions.Proxies alone.");
        (sockets.UseProxy, sockets.Proxy) = (true, new ForwardingRoute(keyring));
        sockets.ConnectCallback = (context, cancel) => keyring.Tunnels.ConnectAsync(context, sockets.SslOptions, cancel);
    }
}

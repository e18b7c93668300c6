namespace Countersign.Client.Proxies;

/// <summary>What the framework's handler knows of proxies.</summary>
internal static class ProxiesBelow
{
    /// <summary>Takes the way through proxies from it.</summary>
    /// <exception cref="InvalidOperationException">The handler is another one, is in use already, or has a proxy or a ConnectCallback of its own.</exception>
    public static void Take(HttpMessageHandler? handler, ProxyKeyring keyring)
    {
        if (Innermost(handler) is not SocketsHttpHandler sockets)
            throw new InvalidOperationException("To go through proxies there has to be a SocketsHttpHandler below.");

        if (sockets.Proxy is ForwardingRoute route && route.Keyring == keyring)
            return;
        if (sockets.Proxy is not null || sockets.ConnectCallback is not null)
            throw new InvalidOperationException("The handler below has a proxy or a ConnectCallback of its own. Name its proxies in ReauthenticationOptions.Proxies alone.");
        (sockets.UseProxy, sockets.Proxy) = (true, new ForwardingRoute(keyring));
        sockets.ConnectCallback = (context, cancel) => keyring.Tunnels.ConnectAsync(context, sockets.SslOptions, cancel);
    }

    /// <summary>Whether a proxy reads the requests for an address, and may answer them in its own name.</summary>
    public static bool Read(HttpMessageHandler? handler, Uri address)
    {
        var proxy = Innermost(handler) switch
        {
            SocketsHttpHandler { UseProxy: true } sockets => sockets.Proxy ?? HttpClient.DefaultProxy,
            HttpClientHandler { UseProxy: true } client => client.Proxy ?? HttpClient.DefaultProxy,
            _ => null,
        };
        return ProxyRoutes.IsForwarded(address) && proxy?.IsBypassed(address) == false && proxy.GetProxy(address) is not null;
    }

    private static HttpMessageHandler? Innermost(HttpMessageHandler? handler)
    {
        while (handler is DelegatingHandler { InnerHandler: { } inner })
            handler = inner;
        return handler;
    }
}

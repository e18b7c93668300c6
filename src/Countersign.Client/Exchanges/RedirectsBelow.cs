namespace Countersign.Client.Exchanges;

/// <summary>Takes the following of redirects from the framework's handlers, which carry all fields but Authorization to wherever an answer sends them.</summary>
internal static class RedirectsBelow
{
    /// <exception cref="InvalidOperationException">The handler follows redirects and is in use already.</exception>
    public static void SwitchOff(HttpMessageHandler? handler)
    {
        while (handler is DelegatingHandler { InnerHandler: { } inner })
            handler = inner;
        if (handler is SocketsHttpHandler { AllowAutoRedirect: true } sockets)
            sockets.AllowAutoRedirect = false;
        else if (handler is HttpClientHandler { AllowAutoRedirect: true } client)
            client.AllowAutoRedirect = false;
    }
}

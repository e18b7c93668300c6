using System.Net;

namespace Countersign.Client.Exchanges;

/// <summary>Redirects (RFC 9110 §15.4), which the handler follows itself: those of the framework carry all fields but Authorization to wherever an answer sends them.</summary>
internal static class Redirect
{
    public static bool IsOne(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    /// <summary>Whether the request goes on as a GET without content.</summary>
    public static bool DropsContent(HttpStatusCode status, HttpMethod method) => (int)status switch
    {
        303 => method != HttpMethod.Head,
        301 or 302 => method == HttpMethod.Post,
        _ => false,
    };

    /// <summary>Takes the following of redirects from the handlers below, the framework's and those of another keyring.</summary>
    /// <exception cref="InvalidOperationException">The handler follows redirects and is in use already.</exception>
    public static void SwitchOffBelow(HttpMessageHandler? handler)
    {
        while (handler is DelegatingHandler { InnerHandler: { } inner })
        {
            (handler as ReauthenticationHandler)?.LeaveRedirects();
            handler = inner;
        }

        if (handler is SocketsHttpHandler { AllowAutoRedirect: true } sockets)
            sockets.AllowAutoRedirect = false;
        else if (handler is HttpClientHandler { AllowAutoRedirect: true } client)
            client.AllowAutoRedirect = false;
    }
}

using System.Net;

namespace Countersign.Client.Proxies;

/// <summary>Shows an answer to schemes as if the proxy were an origin, so that the same classes serve for both (RFC 9110 §11.7).</summary>
internal static class ProxyAnswer
{
    private static readonly (string Proxy, string Origin)[] Names =
    [
        ("Proxy-Authenticate", "WWW-Authenticate"),
        ("Proxy-Authentication-Info", "Authentication-Info"),
    ];

    /// <summary>The answer in an origin's words. Whatever an origin behind the proxy says of itself is not in it: the proxy has let the request through.</summary>
    public static HttpResponseMessage AsOfAnOrigin(HttpResponseMessage response)
    {
        var isRefused = response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired;
        var view = new HttpResponseMessage(isRefused ? HttpStatusCode.Unauthorized : HttpStatusCode.OK)
        {
            Version = response.Version,
            Content = response.Content,
            RequestMessage = response.RequestMessage,
        };
        foreach (var (proxy, origin) in Names)
        {
            if (response.Headers.NonValidated.TryGetValues(proxy, out var lines))
                view.Headers.TryAddWithoutValidation(origin, lines);
        }

        return view;
    }
}

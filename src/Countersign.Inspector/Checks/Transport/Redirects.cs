using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Checks.Transport;

/// <summary>Tells which exchange led to which.</summary>
internal static class Redirects
{
    private const int Reach = 20;

    /// <summary>The redirect that led to this request: the latest one whose Location is its address; null for none.</summary>
    public static Exchange? To(Exchange exchange, RecordingView view)
    {
        for (var i = exchange.Index - 1; i >= Math.Max(0, exchange.Index - Reach); i--)
        {
            var other = view.Recording.Exchanges[i];
            if (other is { Status: 301 or 302 or 303 or 307 or 308, Request.Url: { } from } && other.Response!.Fields.First("Location") is { } location
                && Uri.TryCreate(from, location, out var to) && Uri.Compare(to, exchange.Request?.Url, UriComponents.HttpRequestUrl, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0)
            {
                return other;
            }
        }

        return null;
    }

    public static bool IsSameOrigin(Uri one, Uri other) => Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
}

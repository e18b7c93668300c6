using System.Collections.Immutable;

namespace Countersign.Client.Proxies;

/// <summary>Which proxy a request goes through.</summary>
internal sealed record ProxyRoutes
{
    public static ProxyRoutes None { get; } = new();

    public Origin? ForHttp { get; init; }

    public Origin? ForHttps { get; init; }

    public ImmutableArray<ProxyBypass> Bypassed { get; init; } = [];

    /// <summary>The proxy for an address; null for none.</summary>
    public Origin? For(Uri target)
    {
        var proxy = IsForwarded(target) || target.Scheme == Uri.UriSchemeWs ? ForHttp : ForHttps;
        if (proxy is null)
            return null;
        foreach (var each in Bypassed)
        {
            if (each.Covers(target))
                return null;
        }

        return proxy;
    }

    /// <summary>Whether a proxy gets the request itself, and reads it. Anything else goes through a tunnel.</summary>
    public static bool IsForwarded(Uri target) => target.Scheme == Uri.UriSchemeHttp;
}

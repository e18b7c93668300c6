using System.Net;

namespace Countersign.AspNetCore.Issuers;

/// <summary>The URLs of an issuer: where its metadata are, and which of those in them are followed.</summary>
internal static class IssuerUrl
{
    /// <summary>Both places of the metadata: OpenID Connect Discovery §4 appends, RFC 8414 §3.1 inserts. A closing slash is left out.</summary>
    public static Uri[] MetadataOf(Uri issuer)
    {
        var (host, path) = (issuer.GetLeftPart(UriPartial.Authority), issuer.AbsolutePath.TrimEnd('/'));
        return [new($"{host}{path}/.well-known/openid-configuration"), new($"{host}/.well-known/oauth-authorization-server{path}")];
    }

    /// <summary>Why keys are not fetched from where the metadata point; null when they are. In cleartext anybody on the path could put in a key.</summary>
    public static string? WhyNotFollowed(Uri url, Uri metadata)
    {
        if (url.UserInfo.Length > 0)
            return "holds credentials";
        if (url.Scheme == Uri.UriSchemeHttps)
            return null;
        if (url.Scheme != Uri.UriSchemeHttp)
            return "is not https";
        return IsLoopback(url) || metadata.Scheme == Uri.UriSchemeHttp ? null : "is http, and the issuer is https";
    }

    /// <summary>Configuration is judged where it is read; this is for those who call without one.</summary>
    public static void Demand(Uri url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!url.IsAbsoluteUri || url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp || url.UserInfo.Length > 0)
            throw new ArgumentException("Not an absolute http or https URL without credentials.", nameof(url));
    }

    private static bool IsLoopback(Uri url) => url.IdnHost == "localhost" || IPAddress.TryParse(url.IdnHost, out var address) && IPAddress.IsLoopback(address);
}

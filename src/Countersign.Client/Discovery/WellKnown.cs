namespace Countersign.Client.Discovery;

/// <summary>Where metadata are published.</summary>
internal static class WellKnown
{
    /// <summary>The metadata of a resource that did not say where they are (RFC 9728 §3.1): its own, then those of its whole origin.</summary>
    public static IEnumerable<(Uri Place, string Resource)> OfResource(Uri address)
    {
        var (host, path) = (HostOf(address), address.AbsolutePath);
        if (path.Length > 1)
            yield return (new($"{host}/.well-known/oauth-protected-resource{path}"), host + path);
        yield return (new($"{host}/.well-known/oauth-protected-resource"), host);
    }

    /// <summary>The metadata of an authorization server: RFC 8414 §3.1, then OpenID Connect Discovery §4.1, inserted and appended. A closing slash is left out.</summary>
    public static IEnumerable<Uri> OfIssuer(Uri issuer)
    {
        var (host, path) = (HostOf(issuer), issuer.AbsolutePath.TrimEnd('/'));
        yield return new($"{host}/.well-known/oauth-authorization-server{path}");
        yield return new($"{host}/.well-known/openid-configuration{path}");
        if (path.Length > 0)
            yield return new($"{host}{path}/.well-known/openid-configuration");
    }

    private static string HostOf(Uri address) => address.GetComponents(UriComponents.SchemeAndServer, UriFormat.UriEscaped);
}

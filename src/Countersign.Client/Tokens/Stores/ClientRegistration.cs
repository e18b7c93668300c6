namespace Countersign.Client.Tokens.Stores;

/// <summary>How a client that registered itself (RFC 7591) is known to the server.</summary>
/// <param name="Method">How it shows who it is: <c>none</c>, <c>client_secret_basic</c> or <c>client_secret_post</c>.</param>
/// <param name="RedirectUri">Where answers come to.</param>
public sealed record ClientRegistration(string Method, Uri RedirectUri)
{
    /// <summary>Its secret; null where it has none.</summary>
    public Secret? Secret { get; init; }

    /// <summary>When the secret ends; null for never.</summary>
    public DateTimeOffset? SecretEnds { get; init; }

    /// <summary>Whether answers may come to an address; servers allow any port of this machine (RFC 8252 §7.3).</summary>
    internal bool Allows(Uri redirectUri) =>
        redirectUri.OriginalString == RedirectUri.OriginalString
        || (IsThisMachine(redirectUri) && IsThisMachine(RedirectUri) && redirectUri.Host == RedirectUri.Host && redirectUri.PathAndQuery == RedirectUri.PathAndQuery);

    private static bool IsThisMachine(Uri url) => url.Scheme == Uri.UriSchemeHttp && url.IsLoopback && url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6;
}

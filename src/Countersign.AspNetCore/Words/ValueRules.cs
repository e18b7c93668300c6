using System.Net;
using Countersign.Tokens.Keys;
using Countersign.Wire;

namespace Countersign.AspNetCore.Words;

/// <summary>What the texts of the file mean: networks, addresses, names of fields. Pure.</summary>
internal static class ValueRules
{
    /// <summary>A network, or one address as the network of itself.</summary>
    public static IPNetwork? Network(string text)
    {
        if (!text.Contains('/', StringComparison.Ordinal))
            return IPAddress.TryParse(text, out var address) ? new IPNetwork(address, address.GetAddressBytes().Length * 8) : null;

        // Depending on the platform's version, host bits are refused or dropped; here they are refused, as one of both is a slip.
        return IPNetwork.TryParse(text, out var network) && string.Equals(network.BaseAddress.ToString(), AddressOf(text), StringComparison.Ordinal) ? network : null;
    }

    /// <summary>What is wrong with a base address, or null.</summary>
    public static string? UrlFault(string text, out Uri? url)
    {
        if (!Uri.TryCreate(text, UriKind.Absolute, out url) || url.Scheme is not ("http" or "https") || url.Host.Length == 0)
            return "is not an http or https URL";
        if (url.UserInfo.Length > 0)
            return "has a user name or password";
        return url.Query.Length > 0 || url.Fragment.Length > 0 ? "has a query or a fragment" : null;
    }

    /// <summary>What is wrong with the name of an issuer, or null.</summary>
    /// <param name="name">The name, an URL or a DID.</param>
    /// <param name="hasKeysElsewhere">Whether its keys are not found by the name.</param>
    public static string? IssuerFault(string name, bool hasKeysElsewhere)
    {
        if (name.StartsWith("did:key:", StringComparison.Ordinal))
            return hasKeysElsewhere || DidKey.Read(name, out _) is not null ? null : "names no key that can be used";
        if (name.StartsWith("did:web:", StringComparison.Ordinal))
            return hasKeysElsewhere || DidWeb.DocumentUrl(name) is not null ? null : "names no host at which its document could be";
        return UrlFault(name, out _);
    }

    /// <summary>What is wrong with the address of a listener, or null.</summary>
    public static string? ListenFault(string text, out Uri? url)
    {
        if (UrlFault(Numbered(text), out url) is { } fault)
            return fault;
        if (url!.AbsolutePath != "/")
            return "has a path";
        return url.Host != "localhost" && !IPAddress.TryParse(url.Host, out _) ? "has a name; a listener needs an address, localhost or *" : null;
    }

    /// <summary>The address of a listener that <see cref="ListenFault"/> found good; <c>[::]</c> for every address.</summary>
    public static Uri ListenUrl(string text) => new(Numbered(text));

    /// <summary>Whether an address is reached from this machine alone.</summary>
    public static bool IsLoopback(string listen) => ListenFault(listen, out var url) is null && url!.IsLoopback;

    /// <summary>RFC 9110 §5.6.2: what names of fields and methods are made of.</summary>
    public static bool IsToken(string text) => WireChars.IsToken(text);

    /// <summary>Whether a field frames messages or belongs to one connection (RFC 9110 §7.6.1), so that no rule may set it.</summary>
    public static bool IsFraming(string field) => field.ToLowerInvariant() is
        "content-length" or "transfer-encoding" or "connection" or "keep-alive" or "proxy-connection" or "te" or "trailer" or "upgrade" or "expect" or "http2-settings";

    /// <summary>Whether a field may carry a key or an identity: it has no other meaning that HTTP itself relies on.</summary>
    public static bool IsFreeToUse(string field) =>
        !IsFraming(field) && field.ToLowerInvariant() is not ("host" or "cookie" or "authorization" or "proxy-authorization");

    /// <summary>Whether a text is a host with an optional port, as in Host.</summary>
    public static bool IsAuthority(string text) =>
        UrlFault("http://" + text, out var url) is null && url!.AbsolutePath == "/" && !text.EndsWith('/');

    /// <summary>Whether a text can be a field value: no control characters (RFC 9110 §5.5).</summary>
    public static bool IsFieldValue(string text) => !text.Any(c => char.IsControl(c) && c != '\t');

    /// <summary>What Origin may be: scheme, host and port, nothing else (RFC 6454 §7).</summary>
    public static bool IsOrigin(string text) =>
        text == "*" || (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Host.Length > 0 && url.GetLeftPart(UriPartial.Authority) == text);

    // `*` and `+` are every address, of IPv4 as well; Uri knows neither.
    private static string Numbered(string listen) =>
        listen.Replace("://*", "://[::]", StringComparison.Ordinal).Replace("://+", "://[::]", StringComparison.Ordinal);

    private static string AddressOf(string network) =>
        IPAddress.TryParse(network.AsSpan(0, network.IndexOf('/', StringComparison.Ordinal)), out var address) ? address.ToString() : "";
}

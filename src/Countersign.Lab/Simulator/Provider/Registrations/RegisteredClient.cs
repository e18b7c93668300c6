using System.Collections.Immutable;
using Countersign.Tokens.Keys;

namespace Countersign.Lab.Simulator.Provider.Registrations;

/// <summary>A client of the provider.</summary>
/// <param name="Id">Its <c>client_id</c>.</param>
internal sealed record RegisteredClient(string Id)
{
    /// <summary>Its secret; null for one that can keep none.</summary>
    public string? Secret { get; init; }

    /// <summary>The keys by which it shows itself (RFC 7523 §2.2); null for none.</summary>
    public KeySet? Keys { get; init; }

    /// <summary>Whether it has nothing to show itself by (RFC 6749 §2.1).</summary>
    public bool IsPublic => Secret is null && Keys is null;

    /// <summary>Where it lets people come back to, character for character (RFC 9700 §2.1), but for the port of loopback addresses (RFC 8252 §7.3).</summary>
    public ImmutableArray<string> RedirectUris { get; init; } = [];

    /// <summary>Where it lets people go on to who signed out, character for character (OpenID Connect RP-Initiated Logout §3.1).</summary>
    public ImmutableArray<string> LogoutUris { get; init; } = [];

    /// <summary>Whether nobody registered it: then it comes back to this machine alone.</summary>
    public bool IsUnknown { get; init; }

    /// <summary>What is said of it.</summary>
    public string Name { get; init; } = Id;

    /// <summary>Whether a text is an address that people can be sent to: a whole one without fragment (RFC 6749 §3.1.2), of characters that a field can have.</summary>
    public static bool IsAddress(string text) =>
        text.All(letter => letter is > ' ' and <= '~') && Uri.TryCreate(text, UriKind.Absolute, out var url) && !text.Contains('#', StringComparison.Ordinal) && url.UserInfo.Length == 0;

    /// <summary>
    /// Whether a client may register an address: nothing that is read on the way, but for programs on this machine (RFC 9700 §2.6), and no scheme of its own
    /// without the name of a domain (RFC 8252 §8.4), which those of scripts and data have not.
    /// </summary>
    public static bool IsRegistrable(string text) =>
        IsAddress(text) && new Uri(text) is var url && (url.Scheme == Uri.UriSchemeHttps || (url.Scheme == Uri.UriSchemeHttp ? url.IsLoopback : url.Scheme.Contains('.', StringComparison.Ordinal)));

    /// <summary>Whether people may be sent back there.</summary>
    public bool Redirects(string address)
    {
        if (!IsAddress(address))
            return false;
        if (RedirectUris.Contains(address, StringComparer.Ordinal))
            return true;
        var url = new Uri(address);
        if (url.Scheme != Uri.UriSchemeHttp || !url.IsLoopback)
            return false;
        return IsUnknown || RedirectUris.Any(each => Uri.TryCreate(each, UriKind.Absolute, out var known) && IsSameButForPort(known, address));
    }

    /// <summary>Whether people who signed out may be sent there.</summary>
    public bool Dismisses(string address) => IsAddress(address) && (LogoutUris.Contains(address, StringComparer.Ordinal) || (IsUnknown && new Uri(address) is { Scheme: "http", IsLoopback: true }));

    // The name localhost may be another machine's.
    private static bool IsSameButForPort(Uri known, string address) =>
        known.Scheme == Uri.UriSchemeHttp && known.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6 && known.IsLoopback && BehindPort(known, address) is { } rest && rest == BehindPort(known, known.OriginalString);

    private static string? BehindPort(Uri known, string address)
    {
        var begin = $"http://{known.Host}";
        return !address.StartsWith(begin, StringComparison.Ordinal) ? null
            : address[begin.Length..] is [':', .. var port] ? port.TrimStart("0123456789").ToString()
            : address[begin.Length..];
    }
}

using System.Buffers;
using System.Globalization;
using System.Net;

namespace Countersign.AspNetCore.Intake;

/// <summary>
/// What a host with an optional port is, wherever one is told (RFC 9112 §3.2). Narrower than the grammar of RFC 3986 §3.2.2: what no name
/// and no address is made of has more than one reading, down to a client that writes a Host of its own beside one that it can't read.
/// </summary>
internal static class HostAndPort
{
    private const int LongestName = 254; // RFC 1035 §2.3.4, and a final dot

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._");

    /// <summary>An empty label, and those behind the first one that no name of a host has; of these .NET's client can read some and not others.</summary>
    private static readonly SearchValues<string> OddLabels = SearchValues.Create(["..", ".-", "._"], StringComparison.Ordinal);

    private static readonly SearchValues<char> AddressCharacters = SearchValues.Create("ABCDEFabcdef0123456789:.");

    /// <summary>Whether a text is one: a name, an IPv4 address or an IPv6 address in brackets, and perhaps a port.</summary>
    public static bool IsOne(ReadOnlySpan<char> text)
    {
        var host = text[..HostLength(text)];
        return IsPort(text[host.Length..]) && (host is ['[', .. var address, ']'] ? IsIPv6(address) : IsName(host));
    }

    /// <summary>Whether a text is a port with its colon, or nothing.</summary>
    public static bool IsPort(ReadOnlySpan<char> text) =>
        text.IsEmpty || (text.Length is > 1 and <= 6 && text[0] == ':' && !text[1..].ContainsAnyExceptInRange('0', '9') && int.Parse(text[1..], CultureInfo.InvariantCulture) <= IPEndPoint.MaxPort);

    /// <summary>The name of a host and port: lower case, no port, no final dot (both spell the same host).</summary>
    public static string NameOf(string text)
    {
        var name = text.AsSpan(0, HostLength(text));
        if (name is [.., '.'])
            name = name[..^1];
        return name.Length == text.Length && !name.ContainsAnyInRange('A', 'Z') ? text : name.ToString().ToLowerInvariant();
    }

    private static int HostLength(ReadOnlySpan<char> text)
    {
        var end = text is ['[', ..] ? text.IndexOf(']') + 1 : text.IndexOf(':');
        return end > 0 ? end : text.Length;
    }

    private static bool IsName(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= LongestName && text[0] != '.' && !text.ContainsAnyExcept(NameCharacters) && !text.ContainsAny(OddLabels);

    private static bool IsIPv6(ReadOnlySpan<char> text) =>
        text.Contains(':') && !text.ContainsAnyExcept(AddressCharacters) && IPAddress.TryParse(text, out _);
}

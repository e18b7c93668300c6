using System.Globalization;
using System.Text;

namespace Countersign.Tokens.Dpop;

/// <summary>
/// Compares <c>htu</c> with a request's URI (RFC 9449 §4.3) after normalisation by syntax and scheme (RFC 3986 §6.2.2, §6.2.3): letter case of scheme
/// and host, an empty or default port, percent-encoded unreserved characters, digits of other escapes, dot segments, an empty path. Query and
/// fragment are left aside on both sides: clients must not send them in <c>htu</c>, and a proof that has them is bound to nothing less.
/// </summary>
internal static class DpopUri
{
    private const int Room = 512;

    /// <summary>Whether <c>htu</c> means the request. What is no absolute http or https URI means none.</summary>
    public static bool Matches(ReadOnlySpan<char> htu, in DpopRequest request)
    {
        var claimed = WithoutQuery(htu);
        var path = WithoutQuery(request.Path);
        var length = request.Scheme.Length + 3 + request.Authority.Length + path.Length;
        var asked = length < Room ? stackalloc char[Room] : new char[length + 1];
        asked.TryWrite($"{request.Scheme}://{request.Authority}{path}", out _);
        var own = claimed.Length < Room ? stackalloc char[Room] : new char[claimed.Length + 1];
        claimed.CopyTo(own);

        return TryNormalise(own, claimed.Length, out var ownLength) && TryNormalise(asked, length, out length)
            && own[..ownLength].SequenceEqual(asked[..length]);
    }

    /// <summary>What <c>htu</c> says of an address: as it stands on the wire, so that servers need not normalise, without query, fragment and user information.</summary>
    /// <exception cref="ArgumentException">It is no http or https address.</exception>
    public static string Of(Uri address)
    {
        if (!address.IsAbsoluteUri || (address.Scheme != Uri.UriSchemeHttps && address.Scheme != Uri.UriSchemeHttp))
            throw new ArgumentException("Proofs are for http and https addresses.", nameof(address));
        var host = address.HostNameType == UriHostNameType.IPv6 ? address.Host : address.IdnHost;
        return $"{address.Scheme}://{host}{(address.IsDefaultPort ? "" : $":{address.Port.ToString(CultureInfo.InvariantCulture)}")}{address.AbsolutePath}";
    }

    /// <summary>Normalises a URI without query and fragment in place; false when it is none of http or https.</summary>
    /// <param name="uri">The URI, with room for one character more.</param>
    /// <param name="length">Its length.</param>
    /// <param name="written">The length of its normal form.</param>
    public static bool TryNormalise(Span<char> uri, int length, out int written)
    {
        var text = uri[..length];
        var isHttps = text.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
        written = isHttps ? 8 : 7;
        if ((!isHttps && !text.StartsWith("http://", StringComparison.OrdinalIgnoreCase)) || text.ContainsAnyExceptInRange('!', '~') || text.Contains('\\'))
            return false;

        Ascii.ToLowerInPlace(text[..written], out _);
        var slash = text[written..].IndexOf('/');
        var path = slash < 0 ? length : written + slash;
        if (!TryWriteAuthority(text, path, isHttps ? "443" : "80", ref written))
            return false;
        var start = written;
        if (!TryDecode(text, path, length, toLower: false, ref written))
            return false;
        written = start + RemoveDotSegments(uri[start..], written - start);
        return true;
    }

    private static ReadOnlySpan<char> WithoutQuery(ReadOnlySpan<char> uri) => uri.IndexOfAny('?', '#') is >= 0 and var end ? uri[..end] : uri;

    private static bool TryWriteAuthority(Span<char> text, int end, ReadOnlySpan<char> defaultPort, ref int written)
    {
        // RFC 9110 §4.2.4: user information in an address is there to deceive.
        var start = written;
        var authority = text[start..end];
        if (authority.Contains('@'))
            return false;

        var colon = authority is ['[', ..] ? authority.IndexOf(']') + 1 : authority.IndexOf(':');
        var host = colon < 0 ? authority.Length : colon;
        var port = host == authority.Length ? default : authority[(host + 1)..];
        if (host == 0 || (host < authority.Length && authority[host] != ':') || port.ContainsAnyExceptInRange('0', '9'))
            return false;
        if (!TryDecode(text, start, start + host, toLower: true, ref written))
            return false;
        if (port.IsEmpty || port.SequenceEqual(defaultPort))
            return true;

        text[written++] = ':';
        port.CopyTo(text[written..]);
        written += port.Length;
        return true;
    }

    /// <summary>Moves a part down to where writing is: unreserved characters decoded (RFC 3986 §6.2.2.2), the digits of other escapes in upper case.</summary>
    private static bool TryDecode(Span<char> text, int from, int end, bool toLower, ref int written)
    {
        for (var at = from; at < end; at++)
        {
            var c = text[at];
            if (c == '%')
            {
                if (end - at < 3 || !byte.TryParse(text.Slice(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
                    return false;
                at += 2;
                c = (char)octet;
                if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.' or '_' or '~'))
                {
                    text[written++] = '%';
                    text[written++] = char.ToUpperInvariant(text[at - 1]);
                    text[written++] = char.ToUpperInvariant(text[at]);
                    continue;
                }
            }

            text[written++] = toLower ? char.ToLowerInvariant(c) : c;
        }

        return true;
    }

    /// <summary>RFC 3986 §5.2.4 for a path behind an authority; the answer is its new length, at least the one of the root.</summary>
    private static int RemoveDotSegments(Span<char> path, int length)
    {
        var written = 0;
        for (var at = 0; at < length;)
        {
            var next = path[(at + 1)..length].IndexOf('/');
            var end = next < 0 ? length : at + 1 + next;
            var segment = path[(at + 1)..end];
            var isDot = segment is ['.'];
            var isTwoDots = segment is ['.', '.'];
            if (isTwoDots)
                written = Math.Max(0, path[..written].LastIndexOf('/'));
            if (!isDot && !isTwoDots)
            {
                path[at..end].CopyTo(path[written..]);
                written += end - at;
            }
            else if (end == length)
                path[written++] = '/';
            at = end;
        }

        if (written == 0)
            path[written++] = '/';
        return written;
    }
}

using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.Gateway.Admin.Catalogues;

/// <summary>Reads the address of a request as it stood on the wire: names of users and groups have slashes and percent signs too, which the server's path no longer tells apart.</summary>
internal static class AdminPath
{
    /// <summary>What stands between the slashes behind <see cref="AdminCatalogue.Root"/>, decoded; empty when it is no address of the space.</summary>
    public static string[] SegmentsOf(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        var authority = target.StartsWith('/') ? -1 : target.IndexOf("://", StringComparison.Ordinal);
        var start = authority < 0 ? 0 : target.IndexOf('/', authority + "://".Length);
        if (start < 0)
            return [];
        var path = target[start..].Split('?', 2)[0];
        if (!path.StartsWith(AdminCatalogue.Root, StringComparison.Ordinal))
            return [];
        var encoded = path[AdminCatalogue.Root.Length..].Split('/');
        var segments = encoded.Select(Decoded).OfType<string>().ToArray();
        return segments.Length == encoded.Length ? segments : [];
    }

    /// <summary>A name as a segment of an address.</summary>
    public static string Encoded(string name) => Uri.EscapeDataString(name);

    /// <summary>Null when it is no percent-encoded UTF-8 (RFC 3986 §2.1).</summary>
    private static string? Decoded(string segment)
    {
        if (!segment.Contains('%', StringComparison.Ordinal))
            return segment;
        var octets = new List<byte>(segment.Length);
        for (var i = 0; i < segment.Length; i++)
        {
            if (!char.IsAscii(segment[i]))
                return null;
            if (segment[i] != '%')
            {
                octets.Add((byte)segment[i]);
                continue;
            }

            if (i + 2 >= segment.Length || !byte.TryParse(segment.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet))
                return null;
            octets.Add(octet);
            i += 2;
        }

        var text = octets.ToArray();
        return Utf8.IsValid(text) ? Encoding.UTF8.GetString(text) : null;
    }
}

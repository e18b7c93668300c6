using System.Net.Http.Headers;
using Countersign.Inspector.Exchanges;

namespace Countersign.Inspector.Checks;

/// <summary>What a request tells of who asks, by Fetch's metadata and by what it accepts.</summary>
internal static class Callers
{
    /// <summary>Whether it asks for JSON, and for HTML less or not at all. That it takes anything else as well (<c>*/*</c>) does not make it a person.</summary>
    public static bool PrefersJson(RecordedRequest? request)
    {
        var (json, html) = (0.0, 0.0);
        foreach (var member in request?.Fields.List("Accept") ?? [])
        {
            if (!MediaTypeWithQualityHeaderValue.TryParse(member, out var range) || range.MediaType is not { } type)
                continue;
            var quality = range.Quality ?? 1;
            if (IsJson(type))
                json = Math.Max(json, quality);
            else if (type.Equals("text/html", StringComparison.OrdinalIgnoreCase) || type.Equals("application/xhtml+xml", StringComparison.OrdinalIgnoreCase))
                html = Math.Max(html, quality);
        }

        return json > html;
    }

    /// <summary>Whether a script of a page asks, as far as the request says so.</summary>
    public static bool IsScript(RecordedRequest? request) =>
        request is not null && (request.Fields.First("Sec-Fetch-Mode") is "cors" or "same-origin"
            || request.Fields.First("X-Requested-With")?.Equals("XMLHttpRequest", StringComparison.OrdinalIgnoreCase) == true);

    /// <summary>Whether a person goes to a page.</summary>
    public static bool IsNavigation(RecordedRequest? request) => request?.Fields.First("Sec-Fetch-Mode") == "navigate";

    /// <summary>The origin of the page whose script asks, where it is another than that of what is asked for; null where it is the same, or nobody knows.</summary>
    public static string? ForeignOrigin(RecordedRequest? request)
    {
        if (request?.Url is not { } url || request.Fields.First("Origin") is not { Length: > 0 } origin || request.Fields.Has("Sec-WebSocket-Key"))
            return null;
        if (request.Fields.First("Sec-Fetch-Mode") is { } mode and not "cors")
            return mode.Length > 0 ? null : origin;
        if (origin.Equals(url.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase))
            return null;

        // Messages alone do not tell the scheme, and a port of its own speaks one only.
        return !url.IsDefaultPort && origin.EndsWith($"://{url.Authority}", StringComparison.OrdinalIgnoreCase) ? null : origin;
    }

    /// <summary>Whether a media type is JSON, or JSON by its suffix (RFC 6839 §3.1).</summary>
    public static bool IsJson(string? mediaType)
    {
        var bare = Bare(mediaType);
        return bare.Equals("application/json", StringComparison.OrdinalIgnoreCase) || bare.EndsWith("+json", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a media type is HTML.</summary>
    public static bool IsHtml(string? mediaType) => Bare(mediaType).Equals("text/html", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether an address is that of the machine itself, where nobody listens in between.</summary>
    public static bool IsLoopback(Uri? url) => url is not null && (url.IsLoopback || url.Host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase));

    private static ReadOnlySpan<char> Bare(string? mediaType)
    {
        var end = mediaType?.IndexOf(';', StringComparison.Ordinal) ?? -1;
        return (end < 0 ? mediaType : mediaType.AsSpan(0, end)).Trim();
    }
}

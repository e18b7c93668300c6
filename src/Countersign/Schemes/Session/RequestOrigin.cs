using System.Collections.Immutable;
using Countersign.Decisions;

namespace Countersign.Schemes.Session;

/// <summary>
/// Tells whether a page of another site may have sent a request. Browsers send a cookie along with whatever page asks for it: what changes something, and
/// WebSockets, which no CORS guards, are taken from known origins alone.
/// </summary>
public static class RequestOrigin
{
    /// <summary>What speaks against a request, for the operator; null when nothing does.</summary>
    /// <param name="request">The request.</param>
    /// <param name="origins">The origins that are trusted beside the request's own.</param>
    public static string? Suspect(RequestFacts request, ImmutableArray<string> origins)
    {
        ArgumentNullException.ThrowIfNull(request);
        var isHandshake = IsHandshake(request);
        if (!isHandshake && request.Method is "GET" or "HEAD" or "OPTIONS")
            return null;

        var lines = request.FieldCount("Origin");
        if (lines > 1)
            return "It has several Origin fields.";
        var origin = request.Field("Origin");
        if (origin is not null && (IsOwn(origin, request) || origins.Contains(origin)))
            return null;

        // The browser's own word, which no page can forge, and which holds behind proxies that change host or scheme as well. With `none` it was the person.
        var site = request.Field("Sec-Fetch-Site");
        if (site is "same-origin" || (site is "none" && !isHandshake))
            return null;
        if (origin is not null)
            return "It comes from a page of another origin.";
        if (isHandshake)
            return "It is a WebSocket handshake without an Origin, which every browser sends.";
        return site is null && request.FieldCount("Sec-Fetch-Site") == 0 ? null : "Its Sec-Fetch-Site says that it comes from another origin.";
    }

    /// <summary>RFC 6455 §4.1, and RFC 8441 §5 over HTTP/2, where nothing is upgraded.</summary>
    private static bool IsHandshake(RequestFacts request) => request.FieldCount("Sec-WebSocket-Key") > 0 || request.FieldCount("Sec-WebSocket-Version") > 0;

    private static bool IsOwn(string origin, RequestFacts request)
    {
        var (scheme, port) = request.IsTls ? ("https://", ":443") : ("http://", ":80");
        if (!origin.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            return false;
        var authority = request.Authority.AsSpan();
        if (authority.EndsWith(port, StringComparison.Ordinal))
            authority = authority[..^port.Length];
        var named = origin.AsSpan(scheme.Length);
        if (named.EndsWith(port, StringComparison.Ordinal))
            named = named[..^port.Length];
        return !named.IsEmpty && named.Equals(authority, StringComparison.OrdinalIgnoreCase);
    }
}

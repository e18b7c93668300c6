using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Admission;

/// <summary>Tells a person who opens a page from a program.</summary>
internal static class Navigation
{
    /// <summary>The fields that <see cref="Is"/> depends on, and the cookie by which there is a session or not, as Vary lists them.</summary>
    public const string Vary = "Accept, Sec-Fetch-Mode, Sec-Fetch-Dest, X-Requested-With, Cookie";

    /// <summary>
    /// Whether a browser opens a page by this request. What the browser says of it counts first (Fetch Metadata); without that, libraries mark their requests, and
    /// nothing but browsers names HTML as what it takes.
    /// </summary>
    public static bool Is(HttpRequest request)
    {
        var headers = request.Headers;
        if (!IsPlain(request))
            return false;
        if (headers.TryGetValue("Sec-Fetch-Mode", out var mode) && mode.Count > 0)
            return mode == "navigate" && headers["Sec-Fetch-Dest"] == "document";
        return headers["X-Requested-With"].Count == 0 && NamesHtml(headers.Accept.ToString());
    }

    /// <summary>Whether a request only asks for something, so that it may be sent elsewhere first: nothing is lost of it, and nothing is upgraded.</summary>
    public static bool IsPlain(HttpRequest request) =>
        request.Method is "GET" or "HEAD" && request.Headers.Upgrade.Count == 0 && request.Headers.SecWebSocketKey.Count == 0 && !GrpcStatus.IsCall(request);

    private static bool NamesHtml(ReadOnlySpan<char> accept)
    {
        foreach (var part in accept.Split(','))
        {
            var element = accept[part];
            var semicolon = element.IndexOf(';');
            var type = (semicolon < 0 ? element : element[..semicolon]).Trim(" \t");
            if (type.Equals("text/html", StringComparison.OrdinalIgnoreCase) || type.Equals("application/xhtml+xml", StringComparison.OrdinalIgnoreCase))
                return !IsRefused(semicolon < 0 ? default : element[(semicolon + 1)..]);
        }

        return false;
    }

    /// <summary>A weight of nothing means that it is not taken (RFC 9110 §12.4.2).</summary>
    private static bool IsRefused(ReadOnlySpan<char> parameters)
    {
        foreach (var part in parameters.Split(';'))
        {
            var parameter = parameters[part].Trim(" \t");
            if (parameter.StartsWith("q=", StringComparison.OrdinalIgnoreCase))
                return parameter[2..].IndexOfAnyExcept("0.") < 0;
        }

        return false;
    }
}

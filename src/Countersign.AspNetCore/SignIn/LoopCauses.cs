using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Ports;

namespace Countersign.AspNetCore.SignIn;

/// <summary>Finds what keeps a browser's cookies from coming back, by what the request itself gives away. Pure; only what can be known is said.</summary>
internal static class LoopCauses
{
    /// <summary>Servers in between often stop at 8 KiB a field.</summary>
    private const int LargeCookies = 7 * 1024;

    /// <summary>Browsers keep about this many a site, and let the oldest go.</summary>
    private const int ManyCookies = 150;

    /// <summary>What speaks for itself in a request, most telling first; empty when nothing does.</summary>
    /// <param name="request">The request that came without the cookie.</param>
    /// <param name="signInHost">The host with the page, as the configuration names it; null for each host.</param>
    /// <param name="session">What is the matter with the session's cookie, if it did come; null when it did not.</param>
    public static ImmutableArray<LoopCause> Of(RequestFacts request, string? signInHost, SessionOutcome? session)
    {
        var causes = ImmutableArray.CreateBuilder<LoopCause>();
        if (session == SessionOutcome.Unreadable)
            causes.Add(new("The session's cookie came back more than once, or changed: another program, or another host of the domain, sets a cookie of the same name."));
        if (session == SessionOutcome.Unknown)
            causes.Add(new("The session's cookie did come back, and no such session is known. If several gateways serve this address, they have stores of their own: give them one.", "store: postgres://USER:PASSWORD@HOST/DATABASE"));

        var page = PageOf(request);
        if (!request.IsTls && IsTlsByBrowser(request, page))
            causes.Add(new("The browser is at https, and the request came to the gateway as http: the proxy before it ends TLS, and does not say so, or is not believed. Have it send X-Forwarded-Proto (and X-Forwarded-For), and list it.", "trusted-proxies: [ADDRESS-OF-THE-PROXY]"));
        if (request.IsTls && page is { Scheme: "http" })
            causes.Add(new("The browser is at http, and a proxy says https in X-Forwarded-Proto: the cookie is marked Secure, so the browser drops it. Serve the page over https, or correct the proxy.", "trusted-proxies"));
        if (page is not null && !Same(page.Authority, request.Authority, page.Scheme))
            causes.Add(new($"The browser is at {page.Authority}, and the request names {request.Authority}: a proxy changes Host. Have it pass Host on, or send X-Forwarded-Host.", "trusted-proxies"));
        if (signInHost is not null && !Same(signInHost, request.Authority, request.IsTls ? "https" : "http"))
            causes.Add(new($"People sign in at {signInHost}, and this is {request.Authority}.", $"sign-in: {{ host: {request.Authority} }}"));

        var (octets, number) = CookiesOf(request);
        if (octets > LargeCookies)
            causes.Add(new($"The browser sends {octets} octets of cookies for this address. Proxies and servers cut off or refuse about 8 KiB: delete those that other applications left behind."));
        if (number > ManyCookies)
            causes.Add(new($"The browser sends {number} cookies for this address, and drops old ones: delete those that other applications left behind."));
        if (causes.Count == 0)
            causes.Add(new("Nothing in the request says why. A proxy may take off Set-Cookie or Cookie, the page may be shown within another site's frame, or the browser takes no cookies."));
        return causes.ToImmutable();
    }

    /// <summary>The page that sent the request, by Origin or else by Referer; null when neither says.</summary>
    private static Uri? PageOf(RequestFacts request) =>
        Uri.TryCreate(request.Field("Origin") ?? request.Field("Referer"), UriKind.Absolute, out var page) && page.Scheme is "http" or "https" ? page : null;

    /// <summary>Browsers send Sec-Fetch-Site over https alone (W3C Fetch Metadata §2), and to the machine they are on.</summary>
    private static bool IsTlsByBrowser(RequestFacts request, Uri? page) =>
        page is { Scheme: "https" } || (page is null && request.FieldCount("Sec-Fetch-Site") > 0 && !IsThisMachine(request.Host));

    private static bool IsThisMachine(string host) =>
        host is "localhost" or "127.0.0.1" or "::1" or "[::1]" || host.EndsWith(".localhost", StringComparison.Ordinal);

    private static bool Same(string one, string other, string scheme) =>
        string.Equals(WithoutPort(one, scheme), WithoutPort(other, scheme), StringComparison.OrdinalIgnoreCase);

    private static string WithoutPort(string authority, string scheme)
    {
        var port = scheme == "https" ? ":443" : ":80";
        return authority.EndsWith(port, StringComparison.Ordinal) ? authority[..^port.Length] : authority;
    }

    private static (int Octets, int Number) CookiesOf(RequestFacts request)
    {
        var cookies = request.Field("Cookie");
        return cookies is null ? (0, 0) : (cookies.Length, cookies.Count(c => c == ';') + 1);
    }
}

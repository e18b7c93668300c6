using Countersign.AspNetCore.SignIn;
using Countersign.AspNetCore.SingleSignOn;
using Countersign.Decisions;
using Countersign.Schemes.Session;
using Countersign.Wire;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.SignIn.Desk;

/// <summary>The cookies of signing in: that of attempts, and that of the session.</summary>
internal static class SignInCookies
{
    /// <summary>The name of the attempts' cookie over TLS.</summary>
    public const string Attempt = SessionCookie.Name + "-attempt";

    /// <summary>Its name over connections without TLS.</summary>
    public const string CleartextAttempt = SessionCookie.CleartextName + "-attempt";

    /// <summary>The name of the cookie of sign-ins at providers, over TLS.</summary>
    public const string SignOn = SessionCookie.Name + "-sso";

    /// <summary>Its name over connections without TLS.</summary>
    public const string CleartextSignOn = SessionCookie.CleartextName + "-sso";

    /// <summary>How long browsers keep it: as long as the longest step may take.</summary>
    private const int AttemptSeconds = 600;

    /// <summary>The browser that sent a request; null when it has no cookie of ours, or several.</summary>
    public static AttemptBrowser? BrowserOf(RequestFacts request) => AttemptBrowser.Read(Find(request, request.IsTls ? Attempt : CleartextAttempt));

    /// <summary>The session's id that a request carries; null for none, or several.</summary>
    public static string? SessionOf(RequestFacts request) => Find(request, SessionCookie.NameFor(request.IsTls));

    /// <summary>Whether the session's cookie came, even if nobody can tell which of several is the person's own.</summary>
    public static bool HasSession(RequestFacts request) => Count(request, SessionCookie.NameFor(request.IsTls), out _) > 0;

    /// <summary>Gives a browser what its attempts are bound to.</summary>
    public static void Give(HttpContext context, RequestFacts request, AttemptBrowser browser) => Add(context, request.IsTls
        ? $"{Attempt}={browser.Cookie}; Path=/; Max-Age={AttemptSeconds}; Secure; HttpOnly; SameSite=Lax"
        : $"{CleartextAttempt}={browser.Cookie}; Path=/; Max-Age={AttemptSeconds}; HttpOnly; SameSite=Lax");

    /// <summary>Gives a browser its session.</summary>
    public static void Give(HttpContext context, RequestFacts request, Secret session, TimeSpan? remember) =>
        Add(context, SessionCookie.Give(session, request.IsTls, remember));

    /// <summary>Has a browser forget its session.</summary>
    public static void ClearSession(HttpContext context, RequestFacts request) => Add(context, SessionCookie.Clear(request.IsTls));

    /// <summary>What a browser alone knows, by which its sign-ins at providers are told; null when it has none.</summary>
    public static BrowserSecret? SecretOf(RequestFacts request) => BrowserSecret.Read(Find(request, request.IsTls ? SignOn : CleartextSignOn));

    /// <summary>Gives a browser what its sign-ins at providers are told by. They come back from another site, by a navigation.</summary>
    public static void Give(HttpContext context, RequestFacts request, BrowserSecret secret) => Add(context, request.IsTls
        ? $"{SignOn}={secret.Cookie.Reveal()}; Path=/; Max-Age={BrowserSecret.Lifetime}; Secure; HttpOnly; SameSite=Lax"
        : $"{CleartextSignOn}={secret.Cookie.Reveal()}; Path=/; Max-Age={BrowserSecret.Lifetime}; HttpOnly; SameSite=Lax");

    private static void Add(HttpContext context, string line) => context.Response.Headers.Append("Set-Cookie", line);

    private static string? Find(RequestFacts request, string name) => Count(request, name, out var value) == 1 ? value : null;

    private static int Count(RequestFacts request, string name, out string value)
    {
        value = "";
        var count = 0;
        for (var at = 0; at < request.FieldCount("Cookie"); at++)
        {
            var found = CookieField.Count(request.FieldLine("Cookie", at), name, out var first);
            if (count == 0 && found > 0)
                value = first.ToString();
            count += found;
        }

        return count;
    }
}

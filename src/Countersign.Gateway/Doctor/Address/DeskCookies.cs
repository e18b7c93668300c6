using System.Collections.Immutable;
using Countersign.Gateway.Doctor.Cookies;
using Countersign.Schemes.Session;

namespace Countersign.Gateway.Doctor.Address;

/// <summary>The cookies of signing in, by their names.</summary>
internal static class DeskCookies
{
    private const string Attempt = "-attempt";

    /// <summary>Those by which attempts come back, on the host of the sign-in page.</summary>
    public static ImmutableArray<CookieTaken> AttemptsOf(AddressFacts facts) =>
        [.. facts.Cookies.Where(taken => taken.Cookie is { } cookie && SessionCookie.Names.Any(name => cookie.Name == name + Attempt))];

    /// <summary>Those of sessions that begin; not those that make a browser forget one.</summary>
    public static ImmutableArray<CookieTaken> SessionsOf(SignInFacts facts) =>
        [.. facts.Cookies.Where(taken => taken.Cookie is { } cookie && SessionCookie.Names.Contains(cookie.Name) && cookie.MaxAge is not 0)];

    /// <summary>Whether the gateway gave a cookie for a connection without TLS.</summary>
    public static bool IsOfCleartext(SetCookie cookie) => cookie.Name.StartsWith(SessionCookie.CleartextName, StringComparison.Ordinal);

    /// <summary>What somebody on the way has changed of a cookie of ours; empty when nobody did. The gateway says Path=/, HttpOnly, SameSite=Lax and no Domain.</summary>
    public static ImmutableArray<string> ChangesOf(SetCookie cookie)
    {
        var changes = ImmutableArray.CreateBuilder<string>();
        if (cookie.Domain is { } domain)
            changes.Add($"Domain={domain} was added");
        if (cookie.Path != "/")
            changes.Add(cookie.Path is { } path ? $"Path=/ became Path={path}" : "Path=/ was taken off");
        if (!cookie.IsHttpOnly)
            changes.Add("HttpOnly was taken off");
        if (cookie.SameSite is not "Lax")
            changes.Add(cookie.SameSite is { } same ? $"SameSite=Lax became SameSite={same}" : "SameSite=Lax was taken off");
        if (IsOfCleartext(cookie) && cookie.IsSecure)
            changes.Add("Secure was added");
        if (!IsOfCleartext(cookie) && !cookie.IsSecure)
            changes.Add("Secure was taken off");
        return changes.ToImmutable();
    }
}

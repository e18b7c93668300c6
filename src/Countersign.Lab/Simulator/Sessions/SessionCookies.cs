using System.Collections.Immutable;
using System.Globalization;

namespace Countersign.Lab.Simulator.Sessions;

/// <summary>The ways to set the cookie of a session, rightly or not.</summary>
internal static class SessionCookies
{
    /// <summary>The name of the cookie.</summary>
    public const string Name = "simulated-session";

    /// <summary>Where it is sent to.</summary>
    public const string Folder = "/session";

    private const string HostName = $"__Host-{Name}";
    private const string Lasting = "Max-Age=600";
    private const int Many = 4;
    private const int Long = 3900;

    /// <summary>What a way is called, and what it does.</summary>
    public static ImmutableArray<(string Value, string Story)> Ways { get; } =
    [
        ("right", "For the folder, hidden from scripts, not sent along by other sites. Without Secure, as over http browsers would drop it."),
        ("expired", "With an Expires that lies an hour in the past: browsers drop it."),
        ("path", "For the page to sign in alone: no other page gets it (RFC 6265 §5.1.4)."),
        ("strict", "With SameSite=Strict: who comes by a link of another site is signed out."),
        ("cross-site", "With SameSite=None and without Secure: browsers drop it."),
        ("domain", "For another domain: browsers drop it (RFC 6265 §5.3)."),
        ("host", "With a name of __Host- and without what that promises: browsers drop it."),
        ("readable", "Without HttpOnly: scripts can read it."),
        ("long", "With so many others that no request is read any more (RFC 6585 §5)."),
    ];

    /// <summary>The lines of Set-Cookie for a way.</summary>
    public static IEnumerable<string> Lines(string way, string value, DateTimeOffset now)
    {
        var first = $"{Name}={value}";
        return way switch
        {
            "expired" => [$"{first}; Path={Folder}; HttpOnly; SameSite=Lax; Expires={(now - TimeSpan.FromHours(1)).ToString("R", CultureInfo.InvariantCulture)}"],
            "path" => [$"{first}; Path={Folder}/sign-in; HttpOnly; SameSite=Lax; {Lasting}"],
            "strict" => [$"{first}; Path={Folder}; HttpOnly; SameSite=Strict; {Lasting}"],
            "cross-site" => [$"{first}; Path={Folder}; HttpOnly; SameSite=None; {Lasting}"],
            "domain" => [$"{first}; Path={Folder}; Domain=other.example; HttpOnly; SameSite=Lax; {Lasting}"],
            "host" => [$"{HostName}={value}; Path={Folder}; HttpOnly; SameSite=Lax; {Lasting}"],
            "readable" => [$"{first}; Path={Folder}; SameSite=Lax; {Lasting}"],
            "long" => [Right(value), .. Enumerable.Range(1, Many).Select(number => string.Create(CultureInfo.InvariantCulture, $"basket-{number}={new string('x', Long)}; Path={Folder}; SameSite=Lax; {Lasting}"))],
            _ => [Right(value)],
        };
    }

    /// <summary>The line that sets it as it should be.</summary>
    public static string Right(string value, string path = Folder) => $"{Name}={value}; Path={path}; HttpOnly; SameSite=Lax; {Lasting}";

    /// <summary>The line that takes it away.</summary>
    /// <param name="path">The path; another than that with which it was set takes nothing away.</param>
    public static string Removal(string path = Folder) => $"{Name}=; Path={path}; HttpOnly; SameSite=Lax; Max-Age=0";

    /// <summary>The session that a request sends; null for none.</summary>
    public static string? In(SimulatedRequest request) => request.Context.Request.Cookies[Name] ?? request.Context.Request.Cookies[HostName];
}

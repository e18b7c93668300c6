using System.Globalization;

namespace Countersign.Schemes.Session;

/// <summary>
/// The cookie that carries a session's id. Over TLS its prefix has browsers refuse it from other hosts and from addresses without TLS, and keeps them from
/// showing it to either (RFC 6265bis §4.1.3.2).
/// </summary>
public static class SessionCookie
{
    /// <summary>Its name over TLS.</summary>
    public const string Name = "__Host-countersign";

    /// <summary>Its name over connections without TLS, where the operator allows those.</summary>
    public const string CleartextName = "countersign";

    /// <summary>Both names.</summary>
    public static IReadOnlyList<string> Names { get; } = [Name, CleartextName];

    /// <summary>The name over a connection.</summary>
    public static string NameFor(bool isTls) => isTls ? Name : CleartextName;

    /// <summary>The Set-Cookie line that gives a browser its session.</summary>
    /// <param name="id">The session's id.</param>
    /// <param name="isTls">Whether the connection has TLS.</param>
    /// <param name="remember">How long the browser keeps it; null until it is closed.</param>
    public static string Give(Secret id, bool isTls, TimeSpan? remember)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Line(id.Reveal(), isTls, remember);
    }

    /// <summary>The Set-Cookie line that has a browser forget it.</summary>
    public static string Clear(bool isTls) => Line("", isTls, TimeSpan.Zero);

    private static string Line(string value, bool isTls, TimeSpan? maxAge)
    {
        var age = maxAge is { } kept ? string.Create(CultureInfo.InvariantCulture, $"; Max-Age={(long)kept.TotalSeconds}") : "";
        return isTls ? $"{Name}={value}; Path=/{age}; Secure; HttpOnly; SameSite=Lax" : $"{CleartextName}={value}; Path=/{age}; HttpOnly; SameSite=Lax";
    }
}

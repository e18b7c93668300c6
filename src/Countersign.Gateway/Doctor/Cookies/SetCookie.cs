using System.Globalization;
using System.Text;

namespace Countersign.Gateway.Doctor.Cookies;

/// <summary>A Set-Cookie line as browsers read it (RFC 6265bis §5.6). Every line can be read, and some have no cookie in them.</summary>
/// <param name="Name">The name; empty for a cookie without.</param>
/// <param name="Value">The value, which may be secret.</param>
internal sealed record SetCookie(string Name, Secret Value)
{
    private const int MostOctets = 4096;
    private const int MostOctetsOfAttribute = 1024;

    private static readonly string[] Dates = ["r", "ddd, dd-MMM-yyyy HH:mm:ss 'GMT'", "ddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy"];

    /// <summary>In lower case, without the dot before it; null when the cookie is the host's alone.</summary>
    public string? Domain { get; private init; }

    /// <summary>Null for the folder of the address that gave it.</summary>
    public string? Path { get; private init; }

    public bool IsSecure { get; private init; }

    public bool IsHttpOnly { get; private init; }

    /// <summary>As it was written; null where nothing was.</summary>
    public string? SameSite { get; private init; }

    /// <summary>Seconds; before <see cref="Expires"/> where both are given.</summary>
    public long? MaxAge { get; private init; }

    public DateTimeOffset? Expires { get; private init; }

    /// <summary>Its attributes without its value, for people.</summary>
    public string Attributes => string.Join("; ", new[]
    {
        Domain is null ? null : $"Domain={Domain}",
        Path is null ? null : $"Path={Path}",
        IsSecure ? "Secure" : null,
        IsHttpOnly ? "HttpOnly" : null,
        SameSite is null ? null : $"SameSite={SameSite}",
    }.OfType<string>());

    /// <summary>Whether the name has a prefix that browsers hold to, in any letter case.</summary>
    public bool HasPrefix(string prefix) => Name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a line; null and why, when browsers ignore it whatever the address.</summary>
    public static SetCookie? Read(string line, out CookieFault? fault)
    {
        fault = CookieFault.Unreadable;
        if (line.Any(c => char.IsAsciiLetterOrDigit(c) is false && c is < ' ' and not '\t' or '\x7F'))
            return null;
        var parts = line.Split(';');
        var equals = parts[0].IndexOf('=', StringComparison.Ordinal);
        var name = equals < 0 ? "" : parts[0][..equals].Trim(' ', '\t');
        var value = parts[0][(equals + 1)..].Trim(' ', '\t');
        if (name.Length + value.Length == 0)
            return null;
        fault = CookieFault.TooLarge;
        if (Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value) > MostOctets)
            return null;
        fault = null;
        var cookie = new SetCookie(name, new Secret(value));
        foreach (var part in parts.AsSpan(1))
            cookie = With(cookie, part);
        return cookie;
    }

    private static SetCookie With(SetCookie cookie, string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        var name = (equals < 0 ? part : part[..equals]).Trim(' ', '\t');
        var value = equals < 0 ? "" : part[(equals + 1)..].Trim(' ', '\t');
        if (Encoding.UTF8.GetByteCount(value) > MostOctetsOfAttribute)
            return cookie;
        return name.ToLowerInvariant() switch
        {
            // An empty one is as good as none, and takes back what came before it.
            "domain" => cookie with { Domain = value.TrimStart('.') is { Length: > 0 } domain ? domain.ToLowerInvariant() : null },
            "path" => cookie with { Path = value.StartsWith('/') ? value : null },
            "secure" => cookie with { IsSecure = true },
            "httponly" => cookie with { IsHttpOnly = true },
            "samesite" => cookie with { SameSite = value },
            "max-age" => SecondsOf(value) is { } seconds ? cookie with { MaxAge = seconds } : cookie,
            "expires" => DateTimeOffset.TryParseExact(value, Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var date)
                ? cookie with { Expires = date } : cookie,
            _ => cookie,
        };
    }

    /// <summary>Digits, with a minus before them or none; as many as one likes.</summary>
    private static long? SecondsOf(string text)
    {
        var digits = text.StartsWith('-') ? text.AsSpan(1) : text.AsSpan();
        if (digits.IsEmpty || digits.ContainsAnyExceptInRange('0', '9'))
            return null;
        var isPast = text[0] == '-';
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? (isPast ? -seconds : seconds) : isPast ? long.MinValue : long.MaxValue;
    }
}

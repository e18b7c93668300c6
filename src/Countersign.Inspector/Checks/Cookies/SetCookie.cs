using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Intake;

namespace Countersign.Inspector.Checks.Cookies;

/// <summary>A Set-Cookie line as browsers read it (draft-ietf-httpbis-rfc6265bis §5.6): whatever they don't know is passed over, and the last of equal attributes counts. Its value is not kept.</summary>
internal sealed record SetCookie(MessageField Line, string Name, bool IsEmpty)
{
    // They live for the steps of one sign-in: state, nonce and verifier of OpenID Connect, and where to go afterwards.
    private static readonly string[] Steps = ["state", "nonce", "verifier", "verification", "pkce", "correlation", "redirect", "return"];

    public string? Path { get; private init; }

    public string? Domain { get; private init; }

    public string? SameSite { get; private init; }

    public bool IsSecure { get; private init; }

    public bool IsHttpOnly { get; private init; }

    /// <summary>Whether it takes the cookie away.</summary>
    public bool IsRemoval { get; private init; }

    /// <summary>Whether it says by its name that it tells who sends it.</summary>
    public bool IsSession => SecretNames.IsCookie(Name) && !Array.Exists(Steps, step => Name.Contains(step, StringComparison.OrdinalIgnoreCase));

    /// <summary>The cookies that an answer sets or removes.</summary>
    public static IEnumerable<SetCookie> In(Exchange exchange) =>
        exchange.Response is not { } response ? [] : response.Fields.Lines.Where(line => line.Is("Set-Cookie")).Select(Read).OfType<SetCookie>();

    /// <summary>The names of the cookies that a request sends.</summary>
    public static IEnumerable<string> SentNames(Exchange exchange) =>
        exchange.Request?.Fields.All("Cookie").SelectMany(line => line.Split(';', StringSplitOptions.TrimEntries)).Select(pair => pair.Split('=')[0]) ?? [];

    /// <summary>Whether a request sends a cookie of this name.</summary>
    public static bool IsSent(Exchange exchange, string name) => SentNames(exchange).Contains(name, StringComparer.Ordinal);

    /// <summary>The path that it is sent to: its own, or the folder of the address that set it (§5.1.4).</summary>
    public string PathFor(Uri setBy)
    {
        if (Path is { Length: > 0 } path && path[0] == '/')
            return path;
        var last = setBy.AbsolutePath.LastIndexOf('/');
        return last <= 0 ? "/" : setBy.AbsolutePath[..last];
    }

    /// <summary>Whether a path lies within that of a cookie (§5.1.4).</summary>
    public static bool Covers(string cookiePath, string path) =>
        path == cookiePath || (path.StartsWith(cookiePath, StringComparison.Ordinal) && (cookiePath.EndsWith('/') || path[cookiePath.Length] == '/'));

    /// <summary>Whether a host is this domain or lies within it (§5.1.3).</summary>
    public static bool Within(string host, string domain) =>
        host.Equals(domain, StringComparison.OrdinalIgnoreCase) || (host.EndsWith(domain, StringComparison.OrdinalIgnoreCase) && host[^(domain.Length + 1)] == '.');

    private static SetCookie? Read(MessageField line)
    {
        var parts = line.Value.Split(';', StringSplitOptions.TrimEntries);
        var equals = parts[0].IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            return null;
        var cookie = new SetCookie(line, parts[0][..equals].Trim(), equals == parts[0].Length - 1);

        // Max-Age goes before Expires (§5.7).
        var hasMaxAge = parts.Any(part => part.StartsWith("Max-Age=", StringComparison.OrdinalIgnoreCase));
        foreach (var part in parts.AsSpan(1))
        {
            var mark = part.IndexOf('=', StringComparison.Ordinal);
            var (name, value) = mark < 0 ? (part, "") : (part[..mark].Trim(), part[(mark + 1)..].Trim());
            cookie = name.ToUpperInvariant() switch
            {
                "PATH" => cookie with { Path = value },
                "DOMAIN" => cookie with { Domain = value.TrimStart('.') is { Length: > 0 } domain ? domain : null },
                "SAMESITE" => cookie with { SameSite = value },
                "SECURE" => cookie with { IsSecure = true },
                "HTTPONLY" => cookie with { IsHttpOnly = true },
                "MAX-AGE" => cookie with { IsRemoval = value.StartsWith('-') || value is "0" },
                "EXPIRES" when !hasMaxAge => cookie with { IsRemoval = IsLongAgo(value) },
                _ => cookie,
            };
        }

        return cookie;
    }

    // Whoever takes a cookie away names a day of 1970, or one that is long gone.
    private static bool IsLongAgo(string date) =>
        DateTimeOffset.TryParse(date.Replace('-', ' '), System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var day) && day.Year < 2015;
}

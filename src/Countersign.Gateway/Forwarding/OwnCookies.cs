using System.Collections.Immutable;
using Countersign.Schemes.Session;
using Countersign.Wire;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Countersign.Gateway.Forwarding;

/// <summary>Keeps the gateway's own cookies between it and the browser (CONTRACT 11).</summary>
internal static class OwnCookies
{
    /// <summary>All of them, whether a configuration has sessions or not: what a browser still has may count again.</summary>
    public static ImmutableArray<string> Names { get; } = [.. SessionCookie.Names, SessionCookie.Name + "-attempt", SessionCookie.CleartextName + "-attempt", SessionCookie.Name + "-sso", SessionCookie.CleartextName + "-sso"];

    /// <summary>Takes cookies out of a request and leaves the others as they are, octet for octet.</summary>
    public static void Consume(IHeaderDictionary request, ImmutableArray<string> names)
    {
        var lines = request.Cookie;
        for (var at = 0; at < lines.Count; at++)
        {
            var line = lines[at] ?? "";
            var rest = CookieField.Without(line, names.AsSpan());
            if (ReferenceEquals(rest, line))
                continue;

            // Browsers send one line.
            request.Cookie = lines.Count > 1 ? Without(lines, names) : rest.Length > 0 ? rest : default(StringValues);
            return;
        }
    }

    /// <summary>Takes what an upstream would set of them out of its answer: it could put its own session in the place of a person's.</summary>
    public static void Refuse(IHeaderDictionary response, ImmutableArray<string> names)
    {
        foreach (var line in response.SetCookie)
        {
            if (Sets(line, names))
            {
                response.SetCookie = Unset(response.SetCookie, names);
                return;
            }
        }
    }

    private static StringValues Without(StringValues lines, ImmutableArray<string> names) =>
        new([.. lines.Select(line => CookieField.Without(line ?? "", names.AsSpan())).Where(rest => rest.Length > 0)]);

    private static StringValues Unset(StringValues lines, ImmutableArray<string> names) => new([.. lines.Where(line => !Sets(line, names))]);

    /// <summary>A line without a name counts by its value, which browsers send as if it were one (RFC 6265bis §5.7).</summary>
    private static bool Sets(string? line, ImmutableArray<string> names)
    {
        var pair = line.AsSpan();
        var end = pair.IndexOf(';');
        pair = (end < 0 ? pair : pair[..end]).TrimStart(" \t=");
        var equals = pair.IndexOf('=');
        var name = (equals < 0 ? pair : pair[..equals]).Trim(" \t");
        foreach (var own in names)
        {
            if (name.Equals(own, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}

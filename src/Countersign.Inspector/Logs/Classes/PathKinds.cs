using System.Text;

namespace Countersign.Inspector.Logs.Classes;

/// <summary>What a path is asked for.</summary>
internal enum PathKind : byte
{
    Other,

    /// <summary>What browsers and crawlers fetch by themselves.</summary>
    Asset,

    /// <summary>What nobody links and scanners look for.</summary>
    Probed,

    /// <summary>Where people or programs sign in.</summary>
    SignIn,
}

/// <summary>Paths and their areas.</summary>
internal static class PathKinds
{
    private const int MaxLength = 512;

    private static readonly byte[][] Probed = Words(
        "/.env", "/.git", "/.svn", "/.aws", "/.ssh", "/.ds_store", "/.vscode", "/wp-login", "/wp-admin", "/wp-content", "/wp-includes", "/xmlrpc.php", "/phpmyadmin", "/pma/", "/phpinfo", "/cgi-bin/", "/boaform",
        "/hnap1", "/actuator", "/solr/", "/manager/html", "/server-status", "/owa/", "/autodiscover", "/vendor/phpunit", "/eval-stdin", "/_ignition", "/druid/", "/jenkins", "/console/", "/config.json", "/setup.cgi",
        "/shell", "/etc/passwd", "/web.config", "/id_rsa", "/backup.sql", "/dump.sql", "/login.action", "/remote/login", "/telescope", "/debug/default");

    private static readonly byte[][] Assets = Words(
        "/robots.txt", "/favicon.ico", "/sitemap", "/apple-touch-icon", "/manifest.json", "/site.webmanifest", "/browserconfig.xml", "/ads.txt", "/security.txt", "/opensearch.xml");

    private static readonly byte[][] Endings = Words(
        ".css", ".js", ".mjs", ".map", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".ico", ".webp", ".avif", ".woff", ".woff2", ".ttf", ".otf", ".eot", ".webmanifest", ".mp4", ".webm");

    private static readonly byte[][] SignIns = Words("login", "logon", "signin", "sign-in", "sign_in", "/token", "/oauth", "/auth", "/session", "/authenticate");

    /// <summary>The path without query, fragment and, of an absolute target, its beginning.</summary>
    public static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> target)
    {
        if (target is not [(byte)'/', ..] && target.IndexOf("://"u8) is > 0 and < 10 and var scheme)
        {
            var slash = target[(scheme + 3)..].IndexOf((byte)'/');
            target = slash < 0 ? "/"u8 : target[(scheme + 3 + slash)..];
        }

        var end = target.IndexOfAny((byte)'?', (byte)'#', (byte)';');
        return end < 0 ? target : target[..end];
    }

    /// <summary>The beginning of a path that is likely to be protected as one: up to two segments, versions not counted, before any that holds a number or is a file.</summary>
    public static ReadOnlySpan<byte> AreaOf(ReadOnlySpan<byte> path)
    {
        const int MostSegments = 2;
        if (path is not [(byte)'/', ..])
            return path.Length > TooLong ? path[..TooLong] : path;
        var (end, segments) = (0, 0);
        while (end < path.Length && segments < MostSegments && end <= TooLong)
        {
            var rest = path[(end + 1)..];
            var slash = rest.IndexOf((byte)'/');
            var segment = slash < 0 ? rest : rest[..slash];
            if (IsVersion(segment))
            {
                end += 1 + segment.Length;
                continue;
            }

            if (segment.IsEmpty || segment.Length > 32 || segment.IndexOfAnyInRange((byte)'0', (byte)'9') >= 0 || (slash < 0 && segment.Contains((byte)'.')))
                break;
            segments++;
            end += 1 + segment.Length;
        }

        return end == 0 ? path[..1] : path[..end];
    }

    public static PathKind Of(ReadOnlySpan<byte> path)
    {
        Span<byte> lower = stackalloc byte[MaxLength];
        if (path.Length > MaxLength)
            path = path[..MaxLength];
        Ascii.ToLower(path, lower, out var length);
        var text = lower[..length];
        if (HasAny(text, Probed) || text.EndsWith(".php"u8) || text.EndsWith(".asp"u8) || text.EndsWith(".bak"u8))
            return PathKind.Probed;
        if (HasAny(text, Assets) || EndsWithAny(text))
            return PathKind.Asset;
        return HasAny(text, SignIns) ? PathKind.SignIn : PathKind.Other;
    }

    private const int TooLong = 64;

    private static bool IsVersion(ReadOnlySpan<byte> segment) =>
        segment.Length is 2 or 3 && segment[0] is (byte)'v' or (byte)'V' && segment[1..].IndexOfAnyExceptInRange((byte)'0', (byte)'9') < 0;

    private static bool HasAny(ReadOnlySpan<byte> text, byte[][] words)
    {
        foreach (var word in words)
        {
            if (text.IndexOf(word) >= 0)
                return true;
        }

        return false;
    }

    private static bool EndsWithAny(ReadOnlySpan<byte> text)
    {
        foreach (var ending in Endings)
        {
            if (text.EndsWith(ending))
                return true;
        }

        return false;
    }

    private static byte[][] Words(params string[] words) => [.. words.Select(Encoding.ASCII.GetBytes)];
}

using System.Net;

namespace Countersign.Gateway.Doctor.Cookies;

/// <summary>
/// Keeps cookies as browsers do (RFC 6265bis §5.7), and says which they would not. Over http, this machine counts as secure, as in Chromium and Firefox.
/// </summary>
internal sealed class CookieJar(TimeProvider clock)
{
    /// <summary>As long as browsers keep any (RFC 6265bis §5.5).</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(400);

    private readonly List<Kept> _kept = [];

    /// <summary>Takes a Set-Cookie line of an answer.</summary>
    public CookieTaken Take(string line, Uri from)
    {
        if (SetCookie.Read(line, out var fault) is not { } cookie)
            return new(from, null, fault);
        var host = HostOf(from);
        if (WhyNot(cookie, host, IsSecure(from)) is { } why)
            return new(from, cookie, why);

        var domain = cookie.Domain ?? host;
        var kept = new Kept(cookie.Name, cookie.Value, domain, cookie.Domain is null || IsAddress(host), cookie.Path ?? FolderOf(from.AbsolutePath), cookie.IsSecure, EndOf(cookie));
        _kept.RemoveAll(former => former.IsSameAs(kept));
        if (kept.Ends is null || kept.Ends > clock.GetUtcNow())
            _kept.Add(kept);
        return new(from, cookie, null);
    }

    /// <summary>The Cookie field of a request; null when there is nothing to send.</summary>
    public Secret? For(Uri url)
    {
        var pairs = Matching(url).OrderByDescending(kept => kept.Path.Length).Select(kept => kept.Name.Length == 0 ? kept.Value.Reveal() : $"{kept.Name}={kept.Value.Reveal()}").ToList();
        return pairs.Count == 0 ? null : new Secret(string.Join("; ", pairs));
    }

    /// <summary>Whether a request would carry a cookie.</summary>
    public bool Sends(string name, Uri url) => Matching(url).Any(kept => kept.Name == name);

    private IEnumerable<Kept> Matching(Uri url)
    {
        var (host, isSecure, now) = (HostOf(url), IsSecure(url), clock.GetUtcNow());
        return _kept.Where(kept =>
            (kept.IsHostOnly ? host == kept.Domain : IsWithin(host, kept.Domain))
            && IsBelow(url.AbsolutePath, kept.Path)
            && (isSecure || !kept.IsSecure)
            && (kept.Ends is null || kept.Ends > now));
    }

    private CookieFault? WhyNot(SetCookie cookie, string host, bool isSecure)
    {
        if (cookie.Domain is { } domain && domain != host)
        {
            if (!domain.Contains('.', StringComparison.Ordinal) && IsWithin(host, domain))
                return CookieFault.PublicDomain;
            if (!IsWithin(host, domain))
                return CookieFault.ForeignDomain;
        }

        if (cookie.IsSecure && !isSecure)
            return CookieFault.SecureOverHttp;
        if (!cookie.IsSecure && string.Equals(cookie.SameSite, "None", StringComparison.OrdinalIgnoreCase))
            return CookieFault.NoneWithoutSecure;
        if (cookie.HasPrefix("__Secure-") && !cookie.IsSecure)
            return CookieFault.SecurePrefix;
        if (cookie.HasPrefix("__Host-") && !(cookie is { IsSecure: true, Domain: null, Path: "/" }))
            return CookieFault.HostPrefix;
        return !isSecure && _kept.Exists(kept => kept.IsSecure && kept.Name == cookie.Name && (IsWithin(host, kept.Domain) || IsWithin(kept.Domain, host)))
            ? CookieFault.OverSecure
            : null;
    }

    private DateTimeOffset? EndOf(SetCookie cookie)
    {
        var now = clock.GetUtcNow();
        if (cookie.MaxAge is { } seconds)
            return seconds <= 0 ? DateTimeOffset.MinValue : now + TimeSpan.FromSeconds(Math.Min(seconds, Longest.TotalSeconds));
        return cookie.Expires is { } date && date > now + Longest ? now + Longest : cookie.Expires;
    }

    private static bool IsSecure(Uri url) =>
        url.Scheme == Uri.UriSchemeHttps || url.IsLoopback || url.IdnHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase);

    private static string HostOf(Uri url) => url.IdnHost.ToLowerInvariant();

    private static bool IsAddress(string host) => IPAddress.TryParse(host, out _);

    private static bool IsWithin(string host, string domain) =>
        host == domain || (host.EndsWith("." + domain, StringComparison.Ordinal) && !IsAddress(host));

    private static bool IsBelow(string path, string folder) =>
        path == folder || (path.StartsWith(folder, StringComparison.Ordinal) && (folder.EndsWith('/') || path[folder.Length] == '/'));

    private static string FolderOf(string path)
    {
        var stroke = path.LastIndexOf('/');
        return stroke <= 0 ? "/" : path[..stroke];
    }

    private sealed record Kept(string Name, Secret Value, string Domain, bool IsHostOnly, string Path, bool IsSecure, DateTimeOffset? Ends)
    {
        public bool IsSameAs(Kept other) => (Name, Domain, IsHostOnly, Path) == (other.Name, other.Domain, other.IsHostOnly, other.Path);
    }
}

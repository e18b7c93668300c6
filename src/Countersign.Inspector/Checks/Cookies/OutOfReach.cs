using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Cookies;

internal sealed class OutOfReach : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cookies/out-of-reach",
        Severity.Warning,
        "The session cookie was set for another path or host",
        "Browsers send a cookie to the path and host that it was set for. A login below /login that names no Path sets one that is sent there alone.",
        new("RFC 6265 §5.1.3, §5.1.4"),
        Fault.Origin,
        "Set it with Path=/, and with a Domain where several hosts are meant to get it.")
    {
        Remedy = Remedy.Cookie,
        Explains = true,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Request?.Url is not { } url || view.Recording.Omits(Omissions.Credentials) || !IsRefused(exchange))
            yield break;
        var named = new HashSet<string>(StringComparer.Ordinal);
        for (var i = exchange.Index - 1; i >= 0; i--)
        {
            var earlier = view.Recording.Exchanges[i];
            if (earlier.Request?.Url is not { } setBy || !Comparisons.IsAfter(exchange, earlier))
                continue;

            // The latest that was said of a cookie counts. What renews a session is sent to one path on purpose.
            foreach (var cookie in SetCookie.In(earlier).Where(cookie => named.Add(cookie.Name) && cookie is { IsSession: true, IsRemoval: false } && !cookie.Name.Contains("refresh", StringComparison.OrdinalIgnoreCase) && BrokenPrefix.Broken(cookie) is null && NotKept.Why(cookie, setBy) is null))
            {
                if (Beyond(cookie, setBy, url) is not { } why || SetCookie.IsSent(exchange, cookie.Name))
                    continue;
                yield return Found($"{cookie.Name} was set {why}, and is not sent to {url.Host}{url.AbsolutePath}.", Seen.Target(exchange), Seen.Status(exchange), Seen.Response(earlier, cookie.Line)) with { Certainty = Certainty.Likely };
                yield break;
            }

            // It is said of the first one that is refused for it.
            if (IsRefused(earlier) && setBy.Host.Equals(url.Host, StringComparison.OrdinalIgnoreCase))
                yield break;
        }
    }

    private static bool IsRefused(Exchange exchange) => exchange.Request is { HasCredentials: false } && (exchange.Status == 401 || LoginPlaces.RedirectToLogin(exchange) is not null);

    private static string? Beyond(SetCookie cookie, Uri setBy, Uri url)
    {
        if (cookie.Domain is { } domain ? SetCookie.Within(url.Host, domain) : url.Host.Equals(setBy.Host, StringComparison.OrdinalIgnoreCase))
        {
            var path = cookie.PathFor(setBy);
            return SetCookie.Covers(path, url.AbsolutePath) ? null : cookie.Path is null ? $"without a Path, and so for {path} alone" : $"for {path} alone";
        }

        // Hosts of one owner: what stands behind the first dot is the same.
        return cookie.Domain is null && Parent(setBy.Host) is { } parent && parent.Equals(Parent(url.Host), StringComparison.OrdinalIgnoreCase) ? $"without a Domain, and so for {setBy.Host} alone" : null;
    }

    private static string? Parent(string host) =>
        host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && host.IndexOf('.', dot + 1) > 0 && Uri.CheckHostName(host) == UriHostNameType.Dns ? host[(dot + 1)..] : null;
}

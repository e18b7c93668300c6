using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Cookies;

internal sealed class Withheld : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cookies/withheld",
        Severity.Error,
        "SameSite keeps the session cookie back",
        "The browser has the cookie and does not send it, since the request comes from another site. The person is signed in and is refused.",
        new("draft-ietf-httpbis-rfc6265bis §5.6.7"),
        Fault.Origin,
        "Set Lax where people come by links, and SameSite=None with Secure where other sites are meant to ask; then defend the session against forged requests otherwise.")
    {
        Remedy = Remedy.Cookie,
        Explains = true,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Request is not { Url: { } url } request || request.Fields.First("Sec-Fetch-Site") != "cross-site" || view.Recording.Omits(Omissions.Credentials) || !IsRefused(exchange))
            yield break;
        var named = new HashSet<string>(StringComparer.Ordinal);
        var isLink = Callers.IsNavigation(request) && request.Method is "GET" or "HEAD";
        foreach (var earlier in view.Before(exchange).Where(earlier => Comparisons.IsAfter(exchange, earlier)))
        {
            // The latest that was said of a cookie counts.
            foreach (var cookie in SetCookie.In(earlier).Where(cookie => named.Add(cookie.Name) && cookie is { IsSession: true, IsRemoval: false } && NotKept.Why(cookie, earlier.Request!.Url) is null && SetCookie.Covers(cookie.PathFor(earlier.Request!.Url!), url.AbsolutePath)))
            {
                var keeps = cookie.SameSite?.ToUpperInvariant() switch { "STRICT" => true, "NONE" => false, _ => !isLink };
                if (SetCookie.IsSent(exchange, cookie.Name) || !keeps)
                    continue;
                yield return Found($"{cookie.Name} has SameSite={cookie.SameSite ?? "Lax by default"}, and this request comes from another site: it was not sent, and the answer is {exchange.Status}.", Seen.Request(exchange, "Sec-Fetch-Site"), Seen.Response(earlier, cookie.Line), Seen.Status(exchange)) with { Certainty = Certainty.Likely };
                yield break;
            }
        }
    }

    private static bool IsRefused(Exchange exchange) => exchange.Status is 401 or 403 || LoginPlaces.RedirectToLogin(exchange) is not null;
}

using System.Collections.Immutable;
using Countersign.Inspector.Checks;
using Countersign.Inspector.Exchanges;
using Countersign.Wire;

namespace Countersign.Inspector.Verdicts;

/// <summary>What browsers, scripts, libraries, crawlers, uptime monitors and shared caches make of a refusal.</summary>
public static class Consumers
{
    // The schemes for which browsers open a window of their own.
    private static readonly ImmutableArray<string> Native = ["Basic", "Digest", "Negotiate", "NTLM"];

    /// <summary>What each makes of a refusal; empty for an answer that is none.</summary>
    public static ImmutableArray<Consumer> Of(Exchange exchange)
    {
        ArgumentNullException.ThrowIfNull(exchange);
        if (exchange is not { Status: 401 or 403 or 407, Response: { } response })
            return [];
        var challenges = response.Fields.Challenges(exchange.Status == 407 ? "Proxy-Authenticate" : "WWW-Authenticate")?.Challenges ?? [];
        return
        [
            new("browser", Browser(exchange.Status, challenges)),
            new("script", Script(exchange, challenges)),
            new("library", Library(exchange.Status, challenges)),
            new("crawler", Crawler(exchange)),
            new("uptime monitor", Monitor(exchange.Status)),
            new("shared cache", Cache(exchange)),
        ];
    }

    private static string Browser(int status, ImmutableArray<Challenge> challenges)
    {
        if (status == 403)
            return "Shows the page that came with it and asks for nothing.";
        if (NativeOf(challenges) is not { } scheme)
            return "Shows the page that came with it and asks for nothing: there is no scheme among the challenges for which browsers have a window.";
        var whose = status == 407 ? " of the proxy" : "";
        return $"Asks the person for name and password{whose} in a window of its own ({scheme}), and shows the page that came with it only when that is closed.";
    }

    private static string Script(Exchange exchange, ImmutableArray<Challenge> challenges)
    {
        var fields = exchange.Response!.Fields;
        if (Callers.ForeignOrigin(exchange.Request) is { } origin && fields.First("Access-Control-Allow-Origin") is var allowed && allowed != "*" && allowed != origin)
            return "Sees that the request failed, and neither status nor fields: the answer does not allow its origin (Access-Control-Allow-Origin).";
        var prompt = exchange.Status == 401 && NativeOf(challenges) is { } scheme ? $" Before that the browser asks the person itself, as the challenge is {scheme}, unless the script sends no credentials (fetch with credentials: \"omit\")." : "";
        return $"Gets status {exchange.Status} and can act on it.{prompt}";
    }

    private static string Library(int status, ImmutableArray<Challenge> challenges)
    {
        if (status == 403)
            return "Hands it to its caller. It should not send the same request again.";
        return challenges.IsEmpty
            ? "Hands it to its caller: without a challenge there is nothing to answer."
            : $"Answers the challenge once if it has credentials for {string.Join(" or ", WaysIn.Of(challenges))}, else hands it to its caller.";
    }

    private static string Crawler(Exchange exchange) => exchange.Request?.Url?.AbsolutePath == "/robots.txt"
        ? "Takes robots.txt for unavailable, and everything for permitted, by RFC 9309 §2.3.1.3; some take it for a prohibition of everything."
        : "Has no credentials, drops the address from its index, and comes no less often for it.";

    private static string Monitor(int status) => $"Reports the server as down unless {status} is set as what to expect. It is up, and refuses: let the monitor expect {status}, or give it credentials.";

    private static string Cache(Exchange exchange)
    {
        var fields = exchange.Response!.Fields;
        var directives = fields.List("Cache-Control").Select(each => each.Split('=')[0].Trim().ToLowerInvariant()).ToHashSet();
        if (directives.Contains("no-store") || directives.Contains("private"))
            return "Does not keep it.";
        if (directives.Overlaps(["public", "max-age", "s-maxage"]) || fields.Has("Expires"))
            return $"May keep it and give it to others, as the answer says how long it is good: the {exchange.Status} outlives its cause.";
        return $"Does not keep it: nothing says how long it is good, and a {exchange.Status} is not kept by guess (RFC 9110 §15.1).";
    }

    private static string? NativeOf(ImmutableArray<Challenge> challenges) =>
        Native.FirstOrDefault(scheme => challenges.Any(each => each.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase)));
}

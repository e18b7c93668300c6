using Countersign.Inspector.Checks.Transport;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Flow;

internal sealed class RedirectLoop : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "flow/redirect-loop",
        Severity.Error,
        "Redirects that lead round and round",
        "Each answer sends the client on, and one of them back to where it was. Behind a sign-in that is often a cookie that the browser does not keep or send, or two servers that disagree about http and https.",
        new("RFC 9110 §15.4", "SHOULD"),
        Fault.Origin,
        "Follow one round by hand: does the sign-in set its cookie, is it sent to where the redirect leads, and does the server behind the proxy know that it was asked by https?")
    {
        Hides = true,
    };

    private const int Rounds = 2;
    private const int Reach = 20;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Status: 301 or 302 or 303 or 307 or 308, Request.Url: { } url } || exchange.Response!.Fields.Has("Retry-After"))
            yield break;
        var (seen, at, chain) = (0, exchange, new List<Exchange>());
        for (var step = 0; step < Reach && Redirects.To(at, view) is { } from && seen < Rounds; step++)
        {
            chain.Add(from);
            seen += from.Request!.Url == url ? 1 : 0;
            at = from;
        }

        // Once a loop, at its third time round.
        if (seen != Rounds || (Redirects.To(at, view) is { } earlier && IsIn(earlier, url, view)))
            yield break;
        var login = chain.Append(exchange).FirstOrDefault(each => LoginPlaces.IsLogin(each.Request!.Url!.AbsolutePath) || LoginPlaces.RedirectToLogin(each) is not null);
        yield return Found($"The client was sent to {Shown(url)} three times by redirects{(login is null ? "" : ", and past a page to sign in each time")}.", [Seen.Response(exchange, "Location"), .. chain.Take(4).Select(each => Seen.Response(each, "Location"))]);
    }

    // Whether the address was in the chain once more before: then it was told already.
    private static bool IsIn(Exchange exchange, Uri url, RecordingView view)
    {
        var at = exchange;
        for (var step = 0; step < Reach; step++)
        {
            if (at.Request!.Url == url)
                return true;
            if (Redirects.To(at, view) is not { } from)
                return false;
            at = from;
        }

        return false;
    }

    private static string Shown(Uri url) => url.GetLeftPart(UriPartial.Path);
}

using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Cors;

internal sealed class PreflightRefused : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cors/preflight-refused",
        Severity.Error,
        "The browser's question before the request is refused",
        "A preflight never has credentials: whoever asks it for some refuses every script of every other origin. The script sees a network error, and not the status.",
        new("Fetch, CORS-preflight fetch"),
        Fault.Origin,
        "Answer preflights before authentication, with 204 and the Access-Control fields.")
    {
        Remedy = Remedy.Cors,
        CallerFix = "Nothing in the request helps: the browser sends the preflight by itself. Ask from the same origin, or through a server of your own.",
        Explains = true,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is not { Role: ExchangeRole.Preflight, Response: { } response, Request: { } request })
            yield break;

        // A 403 may well be meant for this origin: a challenge says that it is not.
        var isRefused = exchange.Status is 401 or 407 or (>= 300 and < 400) || (exchange.Status == 403 && response.Fields.Has("WWW-Authenticate"));
        if (!isRefused)
            yield break;
        var location = exchange.Status is >= 300 and < 400 ? $" and sent elsewhere ({response.Fields.First("Location")})" : "";
        yield return Found($"The preflight for {request.Fields.First("Access-Control-Request-Method")} of {request.Fields.First("Origin")} is answered {exchange.Status}{location}.", Seen.Status(exchange), Seen.Request(exchange, "Access-Control-Request-Method"));
    }
}

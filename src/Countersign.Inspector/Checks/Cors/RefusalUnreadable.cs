using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Cors;

internal sealed class RefusalUnreadable : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cors/refusal-unreadable",
        Severity.Error,
        "The script can't see that it is refused",
        "Without Access-Control-Allow-Origin the browser hides the answer: the script sees a network error, the console a CORS error, and nobody a 401.",
        new("Fetch, CORS check"),
        Fault.Origin,
        "Send the Access-Control fields with refusals as well (nginx: add_header … always).")
    {
        Remedy = Remedy.Cors,
        CallerFix = "Look at the status in the network panel: what the console calls a CORS error is a refusal.",
        Hides = true,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // Once for a page's origin.
        if (UnreadableBy(exchange) is not { } origin || view.Before(exchange).Any(other => UnreadableBy(other) == origin))
            yield break;

        // That the origin is meant to ask is shown by an answer that lets it.
        if (view.Before(exchange).Concat(view.After(exchange)).FirstOrDefault(other => other.Response is { } answer && Allowed.Has(answer, origin)) is { } allowed)
            yield return Found($"The {exchange.Status} has no Access-Control-Allow-Origin, though other answers allow {origin}.", Seen.Status(exchange), Seen.Request(exchange, "Origin"), Seen.Response(allowed, Allowed.Origin));
        else
            yield return Found($"The {exchange.Status} has no Access-Control-Allow-Origin. If {origin} is meant to ask, its scripts see a network error in place of the {exchange.Status}; an answer that succeeds would tell.", Seen.Status(exchange), Seen.Request(exchange, "Origin")) with { Severity = Severity.Info, Certainty = Certainty.NotDecided };
    }

    private static string? UnreadableBy(Exchange exchange) =>
        exchange is { Status: 401 or 403, Response: { } response, Role: not ExchangeRole.Preflight } && !response.Fields.Has(Allowed.Origin) ? Callers.ForeignOrigin(exchange.Request) : null;
}

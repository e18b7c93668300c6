using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Cors;

internal sealed class WildcardWithCredentials : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cors/wildcard-with-credentials",
        Severity.Error,
        "Any origin, with credentials",
        "With credentials the browser does not take * for any origin. It hides the answer, though the fields look as if all were allowed.",
        new("Fetch, CORS check"),
        Fault.Origin,
        "Send the origin that asked, if it may, with Vary: Origin; or leave Access-Control-Allow-Credentials out.")
    {
        Remedy = Remedy.Cors,
    };

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Response is not { } response || !Is(response) || view.Before(exchange).Any(other => other.Response is { } answer && Is(answer)))
            yield break;

        // Requests without cookies still get through; many servers send both to everybody, and are asked by no browser.
        var severity = Callers.ForeignOrigin(exchange.Request) is null ? Severity.Info : exchange.Request!.Fields.Has("Cookie") ? Severity.Error : Severity.Warning;
        yield return Found("Access-Control-Allow-Origin is *, and Access-Control-Allow-Credentials is true: browsers allow no request with credentials by that.", Seen.Response(exchange, Allowed.Origin), Seen.Response(exchange, Allowed.Credentials)) with { Severity = severity };
    }

    private static bool Is(RecordedResponse response) => response.Fields.All(Allowed.Origin) is ["*"] && Allowed.WithCredentials(response);
}

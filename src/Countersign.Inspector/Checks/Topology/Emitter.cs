using Countersign.Inspector.Emitters;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Topology;

internal sealed class Emitter : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "topology/emitter",
        Severity.Info,
        "Who wrote the refusal",
        "The one who says no is not always the one that was asked: a proxy, gateway or web server before the application writes answers of its own, and then the reason stands in its configuration and log.",
        new("RFC 9110 §7.6.3"),
        Fault.Nobody,
        "Look for the reason in its configuration and log.");

    public override Traits Needs => Traits.Refusal;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Status is not (401 or 403 or 407) || Emitters.Emitter.Of(exchange) is not { } emitter)
            yield break;
        var rest = emitter.Kind switch
        {
            EmitterKind.Intermediary => ": nothing behind it has refused",
            EmitterKind.Application when Front(exchange.Response!, emitter) is { } front => $", and {front} stands before it",
            _ => "",
        };
        yield return Found($"{emitter.Subject} wrote this answer{rest}.", [.. emitter.Evidence]) with { Certainty = emitter.Certainty };
    }

    private static string? Front(RecordedResponse response, Emitters.Emitter emitter) =>
        response.Fields.First("Server")?.Split('/', ' ')[0] is { Length: > 0 } server && Fronts.FirstOrDefault(front => front.Equals(server, StringComparison.OrdinalIgnoreCase)) is { } known && known != emitter.Name ? known : null;

    private static readonly string[] Fronts = ["nginx", "Apache", "Caddy", "cloudflare", "openresty", "envoy", "istio-envoy", "CloudFront", "Microsoft-IIS"];
}

using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Topology;

internal sealed class ChallengeRenamed : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "topology/challenge-renamed",
        Severity.Error,
        "A gateway renamed the challenge",
        "Clients look for the challenge in WWW-Authenticate and nowhere else. Amazon's API Gateway gives the field that the application sends another name.",
        new("RFC 9110 §11.6.1", "MUST NOT"),
        Fault.Proxy,
        "Map the field back by a gateway response or an edge function, or let the gateway itself ask for credentials.");

    public override Traits Needs => Traits.Refusal;

    private const string Renamed = "X-Amzn-Remapped-WWW-Authenticate";

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is { Status: 401, Response.Fields: { } fields } && fields.Has(Renamed))
            yield return Found(fields.Has("WWW-Authenticate") ? $"The challenge of the application stands in {Renamed}, beside another one in WWW-Authenticate." : $"The challenge of the application stands in {Renamed}, where no client looks.", Seen.Response(exchange, Renamed)) with { Severity = fields.Has("WWW-Authenticate") ? Severity.Warning : Severity.Error };
    }
}

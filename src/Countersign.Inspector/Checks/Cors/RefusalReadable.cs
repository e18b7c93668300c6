using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Cors;

internal sealed class RefusalReadable : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cors/refusal-readable",
        Severity.Good,
        "The script can see that it is refused",
        "The Access-Control fields stand on the refusal as well: the script gets the status and can send the person to sign in.",
        new("Fetch, CORS check"),
        Fault.Nobody,
        "Nothing.");

    public override Traits Needs => Traits.Refusal | Traits.Origin;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange is { Status: 401, Response: not null, Role: not ExchangeRole.Preflight } && Callers.ForeignOrigin(exchange.Request) is { } origin && Allowed.Reads(exchange, origin))
            yield return Found($"The 401 allows {origin}: its scripts see that it is one.", Seen.Response(exchange, Allowed.Origin));
    }
}

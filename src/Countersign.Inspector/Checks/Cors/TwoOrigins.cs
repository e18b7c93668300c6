using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Cors;

internal sealed class TwoOrigins : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "cors/two-origins",
        Severity.Error,
        "Access-Control-Allow-Origin holds more than one value",
        "Browsers compare the whole field with the origin of the page: two values are equal to none, and the answer is hidden. Mostly a program and the proxy before it both add the field.",
        new("Fetch, CORS check"),
        Fault.Origin,
        "Send one value: the origin that asked, with Vary: Origin. Let one of the two, program or proxy, write it.")
    {
        Remedy = Remedy.Cors,
        Hides = true,
    };

    public override Traits Needs => Traits.Origin;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (exchange.Response is { } response && Callers.ForeignOrigin(exchange.Request) is not null && (response.Fields.All(Allowed.Origin).Length > 1 || response.Fields.List(Allowed.Origin).Length > 1))
            yield return Found($"Access-Control-Allow-Origin is \"{response.Fields.Joined(Allowed.Origin)}\", and browsers hide the answer from the script.", Seen.Response(exchange, Allowed.Origin));
    }
}

using Countersign.Inspector.ApiDescriptions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Api;

internal sealed class Agrees : ApiCheck
{
    public override CheckRow Row { get; } = new(
        "api/agrees",
        Severity.Good,
        "The refusal is as the API describes it",
        "Clients that are made from the description know what to do.",
        OpenApi,
        Fault.Nobody,
        "");

    protected override IEnumerable<Finding> Judge(ApiOperation operation, Exchange exchange, RecordingView view)
    {
        if (exchange.Status == 401 && operation.IsProtected && operation.Describes(401) && view.ShowsCredentials(exchange) == false && view.Offers(exchange).Any(offer => operation.Schemes.Any(scheme => scheme.HttpScheme is { } name && offer.Is(name))))
            yield return Found($"{operation.Words} is described as protected, and asks for what the description names.", Seen.Response(exchange, "WWW-Authenticate"));
    }
}

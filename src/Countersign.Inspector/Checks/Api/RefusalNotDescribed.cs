using Countersign.Inspector.ApiDescriptions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Api;

internal sealed class RefusalNotDescribed : ApiCheck
{
    public override CheckRow Row { get; } = new(
        "api/refusal-not-described",
        Severity.Info,
        "The refusal is not described",
        "Clients that are made from the description have no place for the answer, and take it for a fault.",
        OpenApi,
        Fault.Origin,
        "Describe 401 and 403 among the responses of the operation.");

    protected override IEnumerable<Finding> Judge(ApiOperation operation, Exchange exchange, RecordingView view)
    {
        if (exchange.Status is 401 or 403 && !operation.Describes(exchange.Status))
            yield return Found($"{operation.Words} is answered {exchange.Status}, which is not among its responses ({string.Join(", ", operation.Responses)}).", Seen.Status(exchange));
    }
}

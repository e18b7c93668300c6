using Countersign.Inspector.ApiDescriptions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Api;

internal sealed class ProtectedOpen : ApiCheck
{
    public override CheckRow Row { get; } = new(
        "api/protected-open",
        Severity.Error,
        "What is described as protected is open",
        "Clients and reviewers trust the description, and whoever does not read it gets in.",
        OpenApi,
        Fault.Origin,
        "Guard the operation, or describe it as open (security: []).");

    protected override IEnumerable<Finding> Judge(ApiOperation operation, Exchange exchange, RecordingView view)
    {
        if (operation.IsProtected && exchange.Status is >= 200 and < 300 && Comparisons.IsAnonymous(exchange, view) && operation.Schemes.All(scheme => Shows(exchange.Request!, scheme) == false))
            yield return Found($"{operation.Words} wants {string.Join(" or ", operation.Schemes.Select(scheme => scheme.Words))} by its description, and a request without any of it is answered {exchange.Status}.", Seen.Target(exchange), Seen.Status(exchange));
    }
}

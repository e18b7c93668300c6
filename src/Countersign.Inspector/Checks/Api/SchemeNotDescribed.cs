using Countersign.Inspector.ApiDescriptions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Api;

internal sealed class SchemeNotDescribed : ApiCheck
{
    public override CheckRow Row { get; } = new(
        "api/scheme-not-described",
        Severity.Warning,
        "The challenge asks for a scheme that the API does not describe",
        "Clients that are made from the description can't answer the challenge.",
        OpenApi,
        Fault.Origin,
        "Describe the scheme (components.securitySchemes), or offer the one that is described.");

    protected override IEnumerable<Finding> Judge(ApiOperation operation, Exchange exchange, RecordingView view)
    {
        var described = operation.Schemes.Select(scheme => scheme.HttpScheme).OfType<string>().ToList();
        var offers = view.Offers(exchange).Where(offer => !offer.Field.IsProxy).ToList();
        if (exchange.Status == 401 && described.Count > 0 && offers.Count > 0 && !offers.Exists(offer => described.Exists(scheme => offer.Is(scheme) || (scheme == "Bearer" && offer.Is("DPoP")))))
            yield return Found($"{operation.Words} is described with {string.Join(" or ", described)}, and the challenge offers {string.Join(", ", offers.Select(offer => offer.Scheme))}.", Seen.Response(exchange, "WWW-Authenticate"));
    }
}

using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Bearer;

internal sealed class ResourceMetadata : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "bearer/resource-metadata",
        Severity.Good,
        "The challenge says where tokens come from",
        "Clients find the authorization server by it.",
        new("RFC 9728 §5.1"),
        Fault.Nobody,
        "");

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        if (view.Offers(exchange).FirstOrDefault(offer => Uri.TryCreate(offer.Find("resource_metadata"), UriKind.Absolute, out var url) && url.Scheme == Uri.UriSchemeHttps) is { } offer)
            yield return Found("The challenge names the metadata of the resource.", offer.At("resource_metadata"));
    }
}

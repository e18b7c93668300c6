using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Bearer;

internal sealed class ResourceMetadataUrl : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "bearer/resource-metadata-url",
        Severity.Error,
        "resource_metadata is no https address",
        "Clients fetch it to learn where to get a token, and only over TLS.",
        new("RFC 9728 §3, §5.1", "MUST"),
        Fault.Origin,
        "Give the whole https address of the metadata.")
    {
        Remedy = Remedy.ResourceMetadata,
    };

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        foreach (var offer in view.Offers(exchange))
        {
            if (offer.Find("resource_metadata") is not { } address)
                continue;
            if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || url.Scheme is not ("https" or "http"))
                yield return Found($"resource_metadata is \"{address}\", which is no whole address.", offer.At("resource_metadata"));
            else if (url.Scheme == "http" && !url.IsLoopback)
                yield return Found("resource_metadata is fetched without TLS: whoever is on the way can send clients to another place for their tokens.", offer.At("resource_metadata"));
        }
    }
}

using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;
using Countersign.Inspector.Fixes.Owner;

namespace Countersign.Inspector.Checks.Bearer;

internal sealed class ResourceMetadataMissing : ExchangeCheck
{
    public override CheckRow Row { get; } = new(
        "bearer/resource-metadata-missing",
        Severity.Info,
        "The challenge does not name the metadata",
        "The service has metadata that say where to get a token; clients that are refused learn of it only from the challenge.",
        new("RFC 9728 §5.1"),
        Fault.Origin,
        "Add resource_metadata=\"https://.../.well-known/oauth-protected-resource\" to the challenge.")
    {
        Remedy = Remedy.ResourceMetadata,
    };

    public override Traits Needs => Traits.Challenge;

    public override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view)
    {
        // Nobody has to have metadata: it is worth saying only where there are signs of them.
        if (exchange.Status != 401 || exchange.Request is not { } request || view.Offers(exchange).FirstOrDefault(offer => offer.Is("Bearer", "DPoP")) is not { } bearer || view.Offers(exchange).Any(offer => offer.Find("resource_metadata") is not null))
            yield break;
        if (request.Fields.Has("MCP-Protocol-Version") || request.Fields.Has("Mcp-Session-Id"))
            yield return Found("This is a server of the Model Context Protocol, whose clients look for resource_metadata in the challenge.", bearer.At());
        else if (request.Url is { } url && view.Flow.Metadata(url) is { } metadata)
            yield return Found("The service has metadata, and the challenge does not name them.", bearer.At(), new Evidence(metadata.Index, "target", metadata.Request!.Target));
    }
}

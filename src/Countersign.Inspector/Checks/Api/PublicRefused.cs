using Countersign.Inspector.ApiDescriptions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Api;

internal sealed class PublicRefused : ApiCheck
{
    public override CheckRow Row { get; } = new(
        "api/public-refused",
        Severity.Error,
        "What is described as open asks for credentials",
        "Clients send none where the description says that none are needed, and never get in.",
        OpenApi,
        Fault.Origin,
        "Open the operation, or describe what it wants (security).");

    protected override IEnumerable<Finding> Judge(ApiOperation operation, Exchange exchange, RecordingView view)
    {
        if (!operation.IsPublic || exchange.Status != 401)
            yield break;
        var shown = view.ShowsCredentials(exchange);

        // Wrong credentials may be refused even where none are needed.
        if (shown != true || operation.Security is { IsEmpty: true })
            yield return Found($"{operation.Words} needs no credentials by its description, and is answered 401{(shown == true ? " to credentials that it did not ask for" : "")}.", Seen.Target(exchange), Seen.Status(exchange)) with { Certainty = shown == false ? Certainty.Proved : Certainty.Likely };
    }
}

using Countersign.Inspector.ApiDescriptions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Api;

internal sealed class CredentialsNotDescribed : ApiCheck
{
    public override CheckRow Row { get; } = new(
        "api/credentials-not-described",
        Severity.Warning,
        "Credentials of a kind that the API does not describe",
        "An API looks for credentials where it says: what stands elsewhere it does not see.",
        OpenApi,
        Fault.Client,
        "")
    {
        Explains = true,
        CallerFix = "Send the credentials that the description names, where it names them.",
    };

    protected override IEnumerable<Finding> Judge(ApiOperation operation, Exchange exchange, RecordingView view)
    {
        if (!operation.IsProtected || exchange.Status is not (401 or 403) || !exchange.Request!.HasCredentials || operation.Schemes.Any(scheme => Shows(exchange.Request, scheme) != false))
            yield break;
        var wanted = operation.Schemes.ToList();
        var sent = exchange.Request.Credentials[0];
        yield return Found($"{operation.Words} wants {string.Join(" or ", wanted.Select(scheme => scheme.Words))} by its description; sent was {(sent.Scheme is { } name ? $"{sent.Name} with {name}" : sent.Name)}.", CredentialsCheck.At(sent, exchange), Seen.Status(exchange)) with
        {
            Certainty = Certainty.Likely,
            Changes = wanted[0] switch
            {
                { HttpScheme: { } scheme } => [new(RequestChangeKind.SetField, "Authorization", $"{scheme} {SchemeNames.Variable(scheme)}")],
                { KeyPlace: "header", KeyName: { } field } => [new(RequestChangeKind.SetField, field, "$KEY")],
                _ => [],
            },
        };
    }
}

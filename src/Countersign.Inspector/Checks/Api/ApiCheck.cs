using Countersign.Inspector.ApiDescriptions;
using Countersign.Inspector.Exchanges;
using Countersign.Inspector.Findings;

namespace Countersign.Inspector.Checks.Api;

/// <summary>Compares an exchange with what the API says of the operation.</summary>
internal abstract class ApiCheck : ExchangeCheck
{
    /// <summary>The document that all of them go by.</summary>
    protected static Requirement OpenApi { get; } = new("OpenAPI 3.1, Operation Object");

    /// <inheritdoc/>
    public sealed override IEnumerable<Finding> Judge(Exchange exchange, RecordingView view) =>
        view.Api is { } api && exchange is { Role: ExchangeRole.Request, Request: { Url: { } url } request, Response: not null } && api.Find(request.Method, url) is { } operation ? Judge(operation, exchange, view) : [];

    /// <summary>Judges the exchange.</summary>
    protected abstract IEnumerable<Finding> Judge(ApiOperation operation, Exchange exchange, RecordingView view);

    /// <summary>Whether a request shows something that a scheme wants; null where nobody knows.</summary>
    protected static bool? Shows(RecordedRequest request, ApiScheme scheme) => scheme switch
    {
        { HttpScheme: { } name } => request.Credentials.Any(each => each.Place == CredentialsPlace.Authorization && (each.Is(name) || (name == "Bearer" && each.Is("DPoP")))),
        { KeyPlace: "header", KeyName: { } name } => request.Fields.Has(name),
        { KeyPlace: "query", KeyName: { } name } => request.Target.Contains($"?{name}=", StringComparison.Ordinal) || request.Target.Contains($"&{name}=", StringComparison.Ordinal),
        { KeyPlace: "cookie" } => request.Fields.Has("Cookie"),
        _ => null, // such as the certificate of a client
    };
}

using Countersign.AspNetCore.Outbound;
using Countersign.Tokens.Keys;

namespace Countersign.AspNetCore.Issuers;

/// <summary>What an endpoint of an issuer is for.</summary>
/// <param name="Member">The member of the metadata that names it.</param>
/// <param name="UrlOf">Reads that member.</param>
/// <param name="RefusesClient">Whether an answer is a no to the gateway itself and not to what it asked for.</param>
internal sealed record IssuerEndpointKind(string Member, Func<IssuerMetadata, string?> UrlOf, Func<FormAnswer, bool> RefusesClient)
{
    /// <summary>Tells of tokens (RFC 7662). Whoever may not ask about one may ask about none (§2.3).</summary>
    public static IssuerEndpointKind Introspection { get; } =
        new("introspection_endpoint", static metadata => metadata.IntrospectionEndpoint, static answer => answer.IsClientRefused || answer.Status == 403 || answer.Says("unauthorized_client"));

    /// <summary>Gives tokens (RFC 6749 §3.2). Here 403 may be a no to what was asked for.</summary>
    public static IssuerEndpointKind Token { get; } = new("token_endpoint", static metadata => metadata.TokenEndpoint, static answer => answer.IsClientRefused);
}

using System.Collections.Immutable;
using Countersign.Tokens;

namespace Countersign.AspNetCore.TokenExchanges;

/// <summary>What an upstream's tokens are exchanged for (RFC 8693 §2.1).</summary>
/// <param name="Issuer">The identifier of the issuer whose tokens are exchanged.</param>
/// <param name="Client">How the gateway shows the issuer who it is.</param>
internal sealed record ExchangeOptions(string Issuer, ClientAuthentication Client)
{
    /// <summary>Where tokens are exchanged; null to read that from the issuer's metadata.</summary>
    public Uri? TokenEndpoint { get; init; }

    /// <summary>Where the issuer's metadata are; null for the places that follow from its identifier.</summary>
    public Uri? Metadata { get; init; }

    /// <summary><c>audience</c>: the names by which the issuer knows the upstream.</summary>
    public ImmutableArray<string> Audiences { get; init; } = [];

    /// <summary><c>resource</c>: the upstream's URIs (RFC 8707).</summary>
    public ImmutableArray<string> Resources { get; init; } = [];

    /// <summary><c>scope</c>: what the new token is to be good for; null to leave that to the issuer.</summary>
    public string? Scope { get; init; }
}

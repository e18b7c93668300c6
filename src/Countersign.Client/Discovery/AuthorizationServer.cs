using Countersign.Client.Proofs;
using Countersign.Client.Tokens;
using Countersign.Tokens;
using Countersign.Tokens.Keys;

namespace Countersign.Client.Discovery;

/// <summary>Who gives tokens for a resource, as it was found (RFC 8414). What is wrong with its addresses was looked at before.</summary>
public sealed class AuthorizationServer
{
    private readonly TimeProvider _clock;

    internal AuthorizationServer(IssuerMetadata metadata, BackChannel channel, DpopKey? key, TimeProvider clock) =>
        (Metadata, Channel, Key, _clock) = (metadata, channel, key, clock);

    /// <summary>Its identifier, letter by letter.</summary>
    public string Issuer => Metadata.Issuer!;

    /// <summary>What it says of itself.</summary>
    public IssuerMetadata Metadata { get; }

    internal BackChannel Channel { get; }

    /// <summary>The key that tokens are bound to; null for none.</summary>
    internal DpopKey? Key { get; }

    /// <summary>Whether nothing was published, and the endpoints are where they use to be.</summary>
    internal bool IsAssumed { get; init; }

    internal TimeProvider Clock => _clock;

    /// <summary>Its token endpoint, for a grant: reached over connections that lead nowhere else.</summary>
    /// <param name="client">Who asks. A secret or key goes to this very server, so that it should be the client of this <see cref="Issuer"/>.</param>
    public TokenEndpoint TokenEndpointFor(ClientAuthentication client) => new(new Uri(Metadata.TokenEndpoint!), client, Channel, _clock) { Key = Key };

    /// <summary>The issuer.</summary>
    public override string ToString() => Issuer;
}

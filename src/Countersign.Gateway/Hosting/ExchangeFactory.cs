using System.Collections.Immutable;
using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Outbound;
using Countersign.AspNetCore.TokenExchanges;
using Countersign.Gateway.Configuration;
using Countersign.Gateway.Forwarding;

namespace Countersign.Gateway.Hosting;

/// <summary>Makes the exchange of tokens for an upstream from its configuration and that of the issuer.</summary>
internal static class ExchangeFactory
{
    /// <exception cref="IOException">The client's key or the file of authorities can't be read.</exception>
    public static UpstreamTokens Create(ExchangeConfiguration exchange, ImmutableArray<SchemeConfiguration> schemes, GatewayServices services)
    {
        var issuer = schemes.OfType<BearerConfiguration>().SelectMany(scheme => scheme.Issuers).First(issuer => issuer.Name == exchange.Issuer);
        var options = new ExchangeOptions(exchange.Issuer, ClientFactory.Create(exchange.Client, exchange.Issuer, services.Clock))
        {
            TokenEndpoint = exchange.TokenEndpoint,
            Metadata = issuer.Metadata,
            Audiences = exchange.Audiences,
            Resources = exchange.Resources,
            Scope = exchange.Scopes.IsEmpty ? null : string.Join(' ', exchange.Scopes),
        };
        return new(new TokenExchange(new ExchangeClient(options, OutboundHandler.Create(issuer.Authorities), services.Clock, Tell), services.Clock));

        void Tell(string? failure)
        {
            if (failure is null)
                services.Log.ExchangeRecovered(exchange.Issuer);
            else
                services.Log.ExchangeFailing(exchange.Issuer, failure);
        }
    }
}

using System.Collections.Concurrent;
using Countersign.Client.Tokens;

namespace Countersign.Client.Discovery;

/// <summary>The tokens of the authorization servers that were found. What one gave is never shown to another: each has a grant of its own.</summary>
/// <param name="grantAt">Makes a grant for a server; null where the client has none there.</param>
/// <param name="clock">The clock.</param>
/// <param name="watch">Is told of the questions.</param>
internal sealed class ServerTokens(Func<AuthorizationServer, TokenGrant?> grantAt, TimeProvider clock, ITokenWatch? watch = null)
{
    private const int MaxServers = 64;

    private readonly ConcurrentDictionary<Place, TokenFlights?> _flights = new();

    /// <summary>The tokens of a server; null where the client has no grant there.</summary>
    public TokenFlights? At(AuthorizationServer server)
    {
        var place = new Place(server.Issuer, server.Metadata.TokenEndpoint, server.Metadata.AuthorizationEndpoint, server.Metadata.RegistrationEndpoint);
        if (_flights.TryGetValue(place, out var known))
            return known;
        if (_flights.Count >= MaxServers)
            _flights.Clear();
        return _flights.GetOrAdd(place, _ => grantAt(server) is { } grant ? new TokenFlights(grant, clock, watch) : null);
    }

    /// <summary>Waits for the questions on their way that must not be lost, for a while. Never fails.</summary>
    public Task SettleAsync() => Task.WhenAll(_flights.Values.OfType<TokenFlights>().Select(flights => flights.SettleAsync()));

    // A server that moves is another one: what was registered at the old place may mean nothing at the new.
    private sealed record Place(string Issuer, string? Token, string? Authorization, string? Registration);
}

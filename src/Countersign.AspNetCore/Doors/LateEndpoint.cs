using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.AspNetCore.Doors;

/// <summary>The endpoint of a request that the door has seen. Another one that the application puts in its place is judged by itself.</summary>
/// <param name="endpoint">The one that the door saw; null for none.</param>
/// <param name="guarded">Makes endpoints that are judged.</param>
internal sealed class LateEndpoint(Endpoint? endpoint, GuardedEndpoints guarded) : IEndpointFeature
{
    private Endpoint? _endpoint = endpoint;

    public Endpoint? Endpoint
    {
        get => _endpoint;
        set => _endpoint = value is null || value == _endpoint ? value : guarded.Judged(value);
    }
}

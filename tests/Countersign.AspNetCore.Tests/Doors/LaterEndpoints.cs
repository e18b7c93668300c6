using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.Primitives;

namespace Countersign.AspNetCore.Tests.Doors;

/// <summary>Endpoints that come while an application runs.</summary>
internal sealed class LaterEndpoints : EndpointDataSource, IDisposable
{
    private CancellationTokenSource _change = new();
    private IReadOnlyList<Endpoint> _endpoints = [];

    public override IReadOnlyList<Endpoint> Endpoints => _endpoints;

    public override IChangeToken GetChangeToken() => new CancellationChangeToken(_change.Token);

    public void Dispose() => _change.Dispose();

    public void Add(string path, params object[] metadata)
    {
        _endpoints = [.. _endpoints, new RouteEndpoint(context => context.Response.WriteAsync("open"), RoutePatternFactory.Parse(path), 0, new(metadata), path)];
        var former = _change;
        _change = new();
        former.Cancel();
        former.Dispose();
    }
}

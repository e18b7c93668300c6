using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Gateway.Hosting;

/// <summary>Sits directly on the server: no middleware stands between a connection and the gate.</summary>
internal sealed class GatewayApplication(GatewayPipeline pipeline, IServiceProvider services) : IHttpApplication<DefaultHttpContext>
{
    // Kept by a context through all of its requests, and asked only when somebody wants a service.
    private readonly IServiceScopeFactory _scopes = services.GetRequiredService<IServiceScopeFactory>();

    /// <summary>One context for each connection, used again for each of its requests where the server allows it.</summary>
    public DefaultHttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        if (contextFeatures is IHostContextContainer<DefaultHttpContext> container)
        {
            if (container.HostContext is { } kept)
            {
                kept.Initialize(contextFeatures);
                return kept;
            }

            return container.HostContext = new DefaultHttpContext(contextFeatures) { ServiceScopeFactory = _scopes };
        }

        return new DefaultHttpContext(contextFeatures) { ServiceScopeFactory = _scopes };
    }

    public Task ProcessRequestAsync(DefaultHttpContext context) => pipeline.ServeAsync(context);

    public void DisposeContext(DefaultHttpContext context, Exception? exception) => context.Uninitialize();
}

using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ObjectPool;

namespace Countersign.Gateway.Hosting;

/// <summary>Sits directly on the server: no middleware stands between a connection and who serves it.</summary>
internal sealed class BareApplication(RequestDelegate serve, IServiceProvider services) : IHttpApplication<DefaultHttpContext>
{
    private const int MostSpare = 256;

    // Used again by any connection: one that rests keeps none, and there may be thousands of those.
    private readonly DefaultObjectPool<DefaultHttpContext> _spare = new(new Contexts(services.GetRequiredService<IServiceScopeFactory>()), MostSpare);

    public DefaultHttpContext CreateContext(IFeatureCollection contextFeatures)
    {
        var context = _spare.Get();
        context.Initialize(contextFeatures);
        return context;
    }

    public Task ProcessRequestAsync(DefaultHttpContext context) => serve(context);

    public void DisposeContext(DefaultHttpContext context, Exception? exception)
    {
        context.Uninitialize();
        _spare.Return(context);
    }

    private sealed class Contexts(IServiceScopeFactory scopes) : IPooledObjectPolicy<DefaultHttpContext>
    {
        public DefaultHttpContext Create() => new() { ServiceScopeFactory = scopes };

        public bool Return(DefaultHttpContext obj) => true;
    }
}

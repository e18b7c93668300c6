using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.EndToEnd.Inspecting;

/// <summary>A server that answers as a test wants it to, and remembers what it was asked.</summary>
internal sealed class AskedServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private AskedServer(WebApplication application) => _application = application;

    public string Url => _application.Urls.Single();

    /// <summary>Method and path of each request, in their order.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public static async Task<AskedServer> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, 0, listen =>
            {
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
        });
        var application = builder.Build();
        var server = new AskedServer(application);
        application.UseWebSockets();
        application.Run(context =>
        {
            server.Asked.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString}");
            return answer(context);
        });
        await application.StartAsync();
        return server;
    }

    /// <summary>A page for whoever shows these credentials; the others are asked for them.</summary>
    public static RequestDelegate Guarded(string authorization, string challenge) => context =>
    {
        if (context.Request.Headers.Authorization == authorization)
            return context.Response.WriteAsync($"You are in with {context.Request.Headers.Authorization}.");
        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        context.Response.Headers.WWWAuthenticate = challenge;
        context.Response.Headers.CacheControl = "no-store";
        return context.Response.WriteAsync("Who are you?");
    };

    public ValueTask DisposeAsync() => _application.DisposeAsync();
}

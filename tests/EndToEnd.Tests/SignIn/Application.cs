using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.EndToEnd.SignIn;

/// <summary>An application behind the gateway: its pages, and what people save with it.</summary>
internal sealed class Application : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly ConcurrentDictionary<string, (string Type, string Content)> _files = new(StringComparer.Ordinal);

    private Application(WebApplication server) => _server = server;

    public string Url => _server.Urls.Single();

    /// <summary>What people saved, with who they were.</summary>
    public ConcurrentQueue<string> Saved { get; } = new();

    /// <summary>The paths that were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public static async Task<Application> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = builder.Build();
        var application = new Application(server);
        server.Run(application.ServeAsync);
        await server.StartAsync();
        return application;
    }

    /// <summary>Puts a file at a path; every other path has a page that shows its address.</summary>
    public void Put(string path, string type, string content) => _files[path] = (type, content);

    public void PutPage(string path, string content) => Put(path, "text/html; charset=utf-8", "<!doctype html><meta charset=\"utf-8\"><link rel=\"icon\" href=\"data:,\">" + content);

    public void PutScript(string path, string content) => Put(path, "text/javascript; charset=utf-8", content);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task ServeAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        Asked.Enqueue(request.Path);
        if (request.Method == "POST")
        {
            using var reader = new StreamReader(request.Body);
            Saved.Enqueue($"{request.Headers["X-Forwarded-User"]}: {await reader.ReadToEndAsync(context.RequestAborted)}");
            await response.WriteAsJsonAsync(new { saved = true }, context.RequestAborted);
            return;
        }

        var (type, content) = _files.TryGetValue(request.Path, out var file)
            ? file
            : ("text/html; charset=utf-8", "<!doctype html><title>inside</title><link rel=\"icon\" href=\"data:,\"><p>the page behind the gateway</p>");
        response.ContentType = type;
        await response.WriteAsync(content, context.RequestAborted);
    }
}

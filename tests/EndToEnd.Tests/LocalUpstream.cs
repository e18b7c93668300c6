using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.EndToEnd;

/// <summary>The service behind the gateway: tells what it was asked, streams events, echoes over a WebSocket, serves a page.</summary>
internal sealed class LocalUpstream : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly TaskCompletionSource _secondEvent = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private LocalUpstream(WebApplication application) => _application = application;

    public string Url => _application.Urls.Single();

    public static async Task<LocalUpstream> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var application = builder.Build();
        var upstream = new LocalUpstream(application);
        application.UseWebSockets();
        application.Run(upstream.ServeAsync);
        await application.StartAsync();
        return upstream;
    }

    /// <summary>Lets the event stream go on after its first event.</summary>
    public void ReleaseSecondEvent() => _secondEvent.TrySetResult();

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private Task ServeAsync(HttpContext context)
    {
        if (context.WebSockets.IsWebSocketRequest)
            return EchoAsync(context);
        var path = context.Request.Path.Value!;
        if (path.EndsWith("/events", StringComparison.Ordinal))
            return StreamAsync(context);
        return path.EndsWith("/page", StringComparison.Ordinal) ? WritePageAsync(context) : TellAsync(context);
    }

    private static async Task EchoAsync(HttpContext context)
    {
        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } part)
            await socket.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, context.RequestAborted);
        await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
    }

    private async Task StreamAsync(HttpContext context)
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync("data: first\n\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await _secondEvent.Task.WaitAsync(context.RequestAborted);
        await context.Response.WriteAsync("data: second\n\n", context.RequestAborted);
    }

    private static Task WritePageAsync(HttpContext context)
    {
        context.Response.ContentType = "text/html; charset=utf-8";
        return context.Response.WriteAsync("<!DOCTYPE html><title>inside</title><p>the page behind the gateway</p>");
    }

    private static async Task TellAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync(context.RequestAborted);
        context.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(
            context.Response.Body,
            new
            {
                method = context.Request.Method,
                path = context.Request.Path.Value,
                headers = context.Request.Headers.ToDictionary(field => field.Key.ToLowerInvariant(), field => field.Value.ToString()),
                body,
            },
            cancellationToken: context.RequestAborted);
    }
}

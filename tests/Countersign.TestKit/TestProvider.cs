using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Countersign.TestKit;

/// <summary>A provider on loopback.</summary>
public sealed class TestProvider : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpMessageInvoker _invoker;

    private TestProvider(int port)
    {
        Url = $"http://127.0.0.1:{port}";
        Inner = new(TimeProvider.System, Url);
        _invoker = new(Inner);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, port));
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    public string Url { get; }

    public ProviderDouble Inner { get; }

    public static async Task<TestProvider> StartAsync()
    {
        var provider = new TestProvider(FreePort());
        await provider._app.StartAsync();
        return provider;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _invoker.Dispose();
    }

    /// <summary>The port is part of what the provider is called, so it is chosen before it listens.</summary>
    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new(context.Request.Method), context.Request.GetEncodedUrl());
        using var content = new StreamContent(context.Request.Body);
        if (context.Request.Method == "POST")
            request.Content = content;
        if (context.Request.Headers.Authorization is [{ } authorization])
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await _invoker.SendAsync(request, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        await response.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }
}

using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.EndToEnd.Client;

/// <summary>A server whose contents are none that a client hopes for.</summary>
internal sealed class OddServer : IAsyncDisposable
{
    private readonly WebApplication _application;

    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private OddServer(WebApplication application) => _application = application;

    public string Url => _application.Urls.Single();

    /// <summary>Ends when somebody waits for an answer that never comes.</summary>
    public Task Asked => _asked.Task;

    public static async Task<OddServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        var server = new OddServer(application);
        application.Run(server.AnswerAsync);
        await application.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var answer = context.Response;
        answer.ContentType = "text/plain";
        return context.Request.Path.Value switch
        {
            "/endless" => EndlessAsync(context),
            "/halting" => HaltingAsync(context),
            "/broken" => BrokenAsync(context),
            "/latin1" => answer.Body.WriteAsync(Encoding.Latin1.GetBytes("müde Esel")).AsTask(),
            "/octets" => answer.Body.WriteAsync(new byte[] { 0, 1, 2, 255 }).AsTask(),
            "/silent" => SilentAsync(context),
            "/loop" => LoopAsync(answer),
            "/missing" => Task.FromResult(answer.StatusCode = StatusCodes.Status404NotFound),
            "/coded" => CodedAsync(answer),
            _ => answer.WriteAsync("even"),
        };
    }

    private static async Task EndlessAsync(HttpContext context)
    {
        var piece = new byte[64 * 1024];
        piece.AsSpan().Fill((byte)'x');
        while (!context.RequestAborted.IsCancellationRequested)
            await context.Response.Body.WriteAsync(piece, context.RequestAborted);
    }

    private static async Task HaltingAsync(HttpContext context)
    {
        await context.Response.WriteAsync("data: one\n\n");
        await context.Response.Body.FlushAsync();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static async Task BrokenAsync(HttpContext context)
    {
        context.Response.ContentLength = 100;
        await context.Response.WriteAsync("the beginning");
        await context.Response.Body.FlushAsync();
    }

    private async Task SilentAsync(HttpContext context)
    {
        _asked.TrySetResult();
        await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    private static Task LoopAsync(HttpResponse answer)
    {
        answer.Redirect("/loop");
        return Task.CompletedTask;
    }

    private static Task CodedAsync(HttpResponse answer)
    {
        answer.Headers.ContentEncoding = "x-rot13";
        return answer.WriteAsync("frperg");
    }
}

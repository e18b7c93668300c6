using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.Gateway.Demo;

/// <summary>A small service behind the demo gateway: it tells what it was asked and as whom, never the credentials.</summary>
internal sealed class SampleUpstream : IAsyncDisposable
{
    private static readonly string[] Shown = ["X-Forwarded-User", "X-Forwarded-Groups", "X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "Via"];
    private readonly WebApplication _app;

    private SampleUpstream(WebApplication app) => _app = app;

    /// <summary>Its address, on loopback.</summary>
    public Uri Url => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    public static async Task<SampleUpstream> StartAsync(CancellationToken cancel)
    {
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(server => server.Listen(System.Net.IPAddress.Loopback, 0));
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.StartAsync(cancel);
        return new(app);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static async Task AnswerAsync(HttpContext context)
    {
        context.Response.ContentType = "application/json";
        await using var json = new Utf8JsonWriter(context.Response.BodyWriter, new() { Indented = true });
        json.WriteStartObject();
        json.WriteString("message", "You reached the sample upstream.");
        json.WriteString("method", context.Request.Method);
        json.WriteString("path", context.Request.Path.Value);
        json.WriteStartObject("received");
        foreach (var name in Shown)
        {
            if (context.Request.Headers.TryGetValue(name, out var value))
                json.WriteString(name, value.ToString());
        }

        json.WriteEndObject();
        json.WriteEndObject();
    }
}

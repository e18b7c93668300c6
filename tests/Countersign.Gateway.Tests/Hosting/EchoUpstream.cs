using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Tests.Hosting;

/// <summary>What reached the upstream.</summary>
internal sealed record Received(string Method, string Target, IReadOnlyDictionary<string, string> Fields, long Length)
{
    public string? Field(string name) => Fields.GetValueOrDefault(name);
}

/// <summary>A server behind the gateway that remembers what it was asked.</summary>
internal sealed class EchoUpstream : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<Received> _received = new();

    private EchoUpstream(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public IReadOnlyCollection<Received> All => _received;

    public Received Last => _received.Last();

    public static async Task<EchoUpstream> StartAsync(
        RequestDelegate? special = null, HttpProtocols protocols = HttpProtocols.Http1, X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server =>
        {
            server.Limits.MaxRequestBodySize = null;
            server.ResponseHeaderEncodingSelector = _ => Encoding.UTF8;
            server.Listen(IPAddress.Loopback, 0, listen =>
            {
                listen.Protocols = protocols;
                if (certificate is not null)
                    listen.UseHttps(certificate);
            });
        });
        var app = builder.Build();
        app.UseWebSockets();
        var upstream = new EchoUpstream(app);
        app.Run(context => upstream.AnswerAsync(context, special));
        await app.StartAsync();
        return upstream;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, RequestDelegate? special)
    {
        var request = context.Request;
        var fields = request.Headers.ToDictionary(field => field.Key, field => field.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        if (special is not null)
        {
            _received.Enqueue(new(request.Method, target, fields, 0));
            await special(context);
            return;
        }

        var length = 0L;
        var part = new byte[65536];
        while (await request.Body.ReadAsync(part) is > 0 and var count)
            length += count;
        _received.Enqueue(new(request.Method, target, fields, length));
        context.Response.ContentType = "text/plain";
        context.Response.Headers["X-Upstream"] = "echo";
        await context.Response.WriteAsync($"{request.Method} {target} {length}");
    }
}

using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Xunit;

namespace Countersign.Gateway.Tests.Tracing;

/// <summary>Takes what an exporter sends, by OTLP over HTTP or gRPC.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentQueue<(string Path, byte[] Content)> _taken = new();

    private Collector(WebApplication app) => _app = app;

    public Uri Url => new(_app.Urls.First());

    public IEnumerable<string> Paths => _taken.Select(export => export.Path);

    /// <summary>TracesData: resource_spans (1), scope_spans (2), spans (2).</summary>
    public IEnumerable<ProtoMessage> Spans => Data("trace").SelectMany(data => data.Messages(1, 2, 2));

    /// <summary>MetricsData: resource_metrics (1), scope_metrics (2), metrics (2).</summary>
    public IEnumerable<ProtoMessage> Metrics => Data("metric").SelectMany(data => data.Messages(1, 2, 2));

    /// <summary>The attributes of the resources of both.</summary>
    public IEnumerable<Dictionary<string, string>> Resources => Data("").SelectMany(data => data.Messages(1, 1)).Select(resource => resource.Attributes(1));

    public static async Task<Collector> StartAsync(HttpProtocols protocols = HttpProtocols.Http1)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(server => server.Listen(IPAddress.Loopback, 0, listen => listen.Protocols = protocols));
        var app = builder.Build();
        var collector = new Collector(app);
        app.Run(collector.TakeAsync);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IEnumerable<ProtoMessage> Data(string signal) =>
        _taken.Where(export => export.Path.Contains(signal, StringComparison.Ordinal)).Select(export => new ProtoMessage(export.Content));

    private async Task TakeAsync(HttpContext context)
    {
        using var content = new MemoryStream();
        await context.Request.Body.CopyToAsync(content);
        var isGrpc = context.Request.ContentType == "application/grpc";

        // gRPC puts a flag and the length before the message.
        _taken.Enqueue((context.Request.Path, isGrpc ? content.ToArray()[5..] : content.ToArray()));
        context.Response.ContentType = isGrpc ? "application/grpc" : "application/x-protobuf";
        if (!isGrpc)
            return;
        await context.Response.Body.WriteAsync(new byte[5]);
        context.Response.AppendTrailer("grpc-status", "0");
    }
}

using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Tests.Doctor;

/// <summary>What a proxy before the gateway does of its own.</summary>
internal sealed record Mishap
{
    /// <summary>Answers instead of the gateway; false to let the request through.</summary>
    public Func<HttpContext, bool> Instead { get; init; } = _ => false;

    /// <summary>Changes what is sent to the gateway.</summary>
    public Action<HttpRequestMessage> Request { get; init; } = _ => { };

    /// <summary>Changes what comes back.</summary>
    public Action<IHeaderDictionary> Answer { get; init; } = _ => { };

    /// <summary>The largest head of a request, in octets; null for as much as the server takes.</summary>
    public int? LargestHead { get; init; }

    /// <summary>Whether answers to GET are kept, whatever they say.</summary>
    public bool Keeps { get; init; }

    /// <summary>The certificate of a connection that begins, where it is not always the same; every answer ends its connection then.</summary>
    public Func<X509Certificate2>? Chosen { get; init; }
}

/// <summary>A proxy in this process that stands before a gateway, and may misbehave.</summary>
internal sealed class Front : IAsyncDisposable
{
    private readonly WebApplication _server;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false });
    private readonly Dictionary<string, (int Status, KeyValuePair<string, string?[]>[] Fields, byte[] Content)> _kept = [];
    private readonly Uri _gateway;
    private readonly Mishap _mishap;
    private readonly bool _isTls;

    private Front(Uri gateway, Mishap mishap, X509Certificate2? certificate)
    {
        (_gateway, _mishap, _isTls) = (gateway, mishap, certificate is not null || mishap.Chosen is not null);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(server =>
        {
            if (mishap.LargestHead is { } most)
                server.Limits.MaxRequestHeadersTotalSize = most;
            server.Listen(IPAddress.Loopback, 0, listen =>
            {
                if (mishap.Chosen is { } chosen)
                {
                    listen.Protocols = HttpProtocols.Http1;
                    listen.UseHttps(https => https.ServerCertificateSelector = (_, _) => chosen());
                }
                else if (certificate is not null)
                {
                    listen.UseHttps(certificate);
                }
            });
        });
        _server = builder.Build();
        _server.Run(ServeAsync);
    }

    /// <summary>The contents of all requests that were passed on.</summary>
    public ConcurrentQueue<string> Contents { get; } = [];

    public int Port => new Uri(_server.Urls.Single()).Port;

    public static async Task<Front> StartAsync(Uri gateway, Mishap? mishap = null, X509Certificate2? certificate = null)
    {
        var front = new Front(gateway, mishap ?? new(), certificate);
        await front._server.StartAsync();
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (_mishap.Chosen is not null)
            context.Response.Headers.Connection = "close";
        if (_mishap.Instead(context))
            return;
        var key = context.Request.Method + context.Request.Path + context.Request.QueryString;
        if (!_mishap.Keeps || !_kept.TryGetValue(key, out var answer))
            answer = _kept[key] = await AskAsync(context);
        context.Response.StatusCode = answer.Status;
        foreach (var (name, values) in answer.Fields)
            context.Response.Headers[name] = values;
        _mishap.Answer(context.Response.Headers);
        if (context.Request.Method != "HEAD")
            await context.Response.Body.WriteAsync(answer.Content);
    }

    private async Task<(int Status, KeyValuePair<string, string?[]>[] Fields, byte[] Content)> AskAsync(HttpContext context)
    {
        using var request = new HttpRequestMessage(new(context.Request.Method), new Uri(_gateway, context.Request.Path + context.Request.QueryString));
        if (context.Request.ContentLength is not null)
        {
            using var content = new StreamReader(context.Request.Body);
            var text = await content.ReadToEndAsync(context.RequestAborted);
            Contents.Enqueue(text);
            request.Content = new StringContent(text);
            request.Content.Headers.Clear();
        }

        foreach (var (name, values) in context.Request.Headers.Where(field => field.Key is not ("Connection" or "Upgrade")))
        {
            if (!request.Headers.TryAddWithoutValidation(name, values.AsEnumerable()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.AsEnumerable());
        }

        request.Headers.TryAddWithoutValidation("X-Forwarded-Proto", _isTls ? "https" : "http");
        _mishap.Request(request);
        using var answer = await _client.SendAsync(request, context.RequestAborted);
        var fields = answer.Headers.Concat(answer.Content.Headers).Where(field => field.Key != "Transfer-Encoding")
            .Select(field => KeyValuePair.Create(field.Key, field.Value.ToArray<string?>()));
        return ((int)answer.StatusCode, [.. fields], await answer.Content.ReadAsByteArrayAsync(context.RequestAborted));
    }
}

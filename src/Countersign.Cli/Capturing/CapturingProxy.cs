using System.Net;
using Countersign.AspNetCore.Outbound;
using Countersign.Cli.Requests.Recording;
using Countersign.Lab.Tunnels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Countersign.Cli.Capturing;

/// <summary>A forward proxy that takes down what passes it.</summary>
internal sealed class CapturingProxy : IAsyncDisposable
{
    private static readonly ForwarderRequestConfig Way = new() { Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionOrLower, ActivityTimeout = TimeSpan.FromHours(1) };

    private readonly WebApplication _application;
    private readonly Capture _capture;
    private readonly TimeProvider _clock;
    private readonly HttpMessageInvoker _network;

    private CapturingProxy(WebApplication application, Capture capture, HttpMessageInvoker network, TimeProvider clock) =>
        (_application, _capture, _network, _clock) = (application, capture, network, clock);

    /// <summary>Where it listens.</summary>
    public string Url => _application.Urls.Single();

    /// <summary>Starts one.</summary>
    /// <param name="listen">Where.</param>
    /// <param name="capture">Takes down what passes.</param>
    /// <param name="authority">Speaks TLS in the place of servers; null to pass tunnels on.</param>
    /// <param name="trusted">A PEM file of authorities that servers are trusted by; null for the system's.</param>
    /// <param name="clock">The time.</param>
    /// <param name="cancel">Breaks off.</param>
    /// <exception cref="IOException">The address is in use, or can't be listened on.</exception>
    public static async Task<CapturingProxy> StartAsync(IPEndPoint listen, Capture capture, ThrowAwayAuthority? authority, string? trusted, TimeProvider clock, CancellationToken cancel)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddHttpForwarder();
        var tunnels = new Tunnels(capture, authority, clock);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            (kestrel.AddServerHeader, kestrel.AllowHostHeaderOverride) = (false, true);
            (kestrel.Limits.MaxRequestBodySize, kestrel.Limits.MinRequestBodyDataRate, kestrel.Limits.MinResponseDataRate) = (null, null, null);
            kestrel.Limits.MaxRequestHeadersTotalSize = 256 * 1024;
            kestrel.Listen(listen, options =>
            {
                options.Protocols = Microsoft.AspNetCore.Server.Kestrel.Core.HttpProtocols.Http1;
                options.Use(next => connection => tunnels.ServeAsync(connection, next));
            });
        });
        var application = builder.Build();
        var network = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false, ActivityHeadersPropagator = null, ConnectTimeout = TimeSpan.FromSeconds(15), PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30) };
        if (trusted is not null)
            network.SslOptions = TrustedAuthorities.Only(trusted);
        var proxy = new CapturingProxy(application, capture, new(network), clock);
        application.Run(proxy.ForwardAsync);
        try
        {
            await application.StartAsync(cancel);
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        using (var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2)))
            await _application.StopAsync(soon.Token);
        await _application.DisposeAsync();
        _network.Dispose();
    }

    private async Task ForwardAsync(HttpContext context)
    {
        if (AddressOf(context) is not { } address)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            await context.Response.WriteAsync("This is a proxy: name it to your client as one (curl --proxy), and ask it for the address that you want.\n", context.RequestAborted);
            return;
        }

        var passing = new Passing(context, address, _clock);
        var error = await context.RequestServices.GetRequiredService<IHttpForwarder>().SendAsync(context, address.GetLeftPart(UriPartial.Authority), _network, Way, new Unchanged(address));
        var outage = error switch
        {
            ForwarderError.None => null,
            ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled or ForwarderError.UpgradeRequestCanceled or ForwarderError.UpgradeResponseCanceled => "the client went away",
            _ => context.GetForwarderErrorFeature()?.Exception is { } exception ? OutageWords.Of(exception) : error.ToString(),
        };

        // A tunnel of WebSocket ends in one way or the other.
        if (context.Response.StatusCode == StatusCodes.Status101SwitchingProtocols || (passing.HasAnswer && context.Response.HasStarted))
            outage = null;
        _capture.Add(passing.Message(outage));
        if (outage is null || context.Response.HasStarted || context.RequestAborted.IsCancellationRequested)
            return;
        passing.PassOn();
        context.Response.ContentType = "text/plain; charset=utf-8";
        await context.Response.WriteAsync($"countersign record got no answer from {address.Authority}: {outage}.\n", context.RequestAborted);
    }

    /// <summary>The address that is meant; null where the proxy itself is asked.</summary>
    private static Uri? AddressOf(HttpContext context)
    {
        var target = context.Features.Get<IHttpRequestFeature>()!.RawTarget;
        if (context.Features.Get<TunnelTarget>() is { } tunnel)
            target = $"{tunnel.Scheme}://{tunnel.Bare}{(target.StartsWith('/') ? target : "/")}";
        return Uri.TryCreate(target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }, out var url) && url.Scheme is "http" or "https" ? url : null;
    }

    /// <summary>Passes requests on as they came.</summary>
    private sealed class Unchanged(Uri address) : HttpTransformer
    {
        public override async ValueTask TransformRequestAsync(HttpContext httpContext, HttpRequestMessage proxyRequest, string destinationPrefix, CancellationToken cancellationToken)
        {
            await base.TransformRequestAsync(httpContext, proxyRequest, destinationPrefix, cancellationToken);
            proxyRequest.RequestUri = address;
            proxyRequest.Headers.Host = httpContext.Request.Headers.Host.ToString() is { Length: > 0 } host ? host : null;
            proxyRequest.Headers.Remove("Proxy-Authorization");
            proxyRequest.Headers.Remove("Proxy-Connection");
        }
    }
}

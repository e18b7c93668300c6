using System.Collections.Immutable;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Countersign.AspNetCore.Outbound;
using Countersign.Gateway.Configuration;
using Microsoft.Extensions.Logging;
using Yarp.ReverseProxy.Forwarder;

namespace Countersign.Gateway.Forwarding;

/// <summary>The servers behind a route: one connection pool, a choice of destination, health.</summary>
internal sealed class Upstream : IDisposable
{
    private readonly ImmutableArray<Destination> _destinations;
    private UpstreamHealth? _health;
    private readonly string _balancing;
    private uint _turn;

    public Upstream(UpstreamConfiguration configuration, TimeProvider clock, ILogger log)
    {
        Configuration = configuration;
        _balancing = configuration.LoadBalancing;
        _destinations = [.. configuration.Urls.Select(url => new Destination(url))];
        Client = new HttpMessageInvoker(Connect(configuration), disposeHandler: true);
        IsAskedByItsOwnName = !configuration.PreserveHost
            && !configuration.SetRequestHeaders.Any(field => field.Key.Equals("Host", StringComparison.OrdinalIgnoreCase));
        RequestConfig = new ForwarderRequestConfig
        {
            ActivityTimeout = configuration.Timeout,
            Version = configuration.Http2Cleartext || _destinations.Any(destination => destination.IsTls) ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = configuration.Http2Cleartext ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower,
        };

        // gRPC needs HTTP/2 from end to end, in cleartext by prior knowledge.
        GrpcRequestConfig = RequestConfig with { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        if (configuration.HealthPath is { } path)
            _health = new UpstreamHealth(Client, _destinations, path, RequestConfig, configuration.HealthInterval, clock, log);
    }

    public UpstreamConfiguration Configuration { get; }

    /// <summary>The servers, with what is known of them.</summary>
    public ImmutableArray<Destination> Destinations => _destinations;

    public HttpMessageInvoker Client { get; }

    /// <summary>Whether Host is the upstream's own and not the client's or a configured one.</summary>
    public bool IsAskedByItsOwnName { get; }

    public ForwarderRequestConfig RequestConfig { get; }

    public ForwarderRequestConfig GrpcRequestConfig { get; }

    /// <summary>The destination for the next request. When none is healthy, all are tried in turn: a wrong health check must not be an outage.</summary>
    public Destination Choose()
    {
        if (_destinations.Length == 1)
            return _destinations[0];

        // Looked at once: health changes meanwhile. While all are healthy these are the same array.
        var choice = _destinations.RemoveAll(static destination => !destination.IsHealthy);
        if (choice.IsEmpty)
            choice = _destinations;
        return _balancing switch
        {
            "first" => choice[0],
            "random" => choice[RandomNumberGenerator.GetInt32(choice.Length)],
            "least-requests" => choice.MinBy(destination => destination.ActiveRequests)!,
            _ => choice[(int)(Interlocked.Increment(ref _turn) % (uint)choice.Length)],
        };
    }

    /// <summary>Asks for health no more; what was found last stays.</summary>
    public void StopWatching() => Interlocked.Exchange(ref _health, null)?.Dispose();

    public void Dispose()
    {
        StopWatching();
        Client.Dispose();
    }

    private static SocketsHttpHandler Connect(UpstreamConfiguration configuration)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            EnableMultipleHttp2Connections = true,
            ActivityHeadersPropagator = null,
            ConnectTimeout = TimeSpan.FromSeconds(15),
            PooledConnectionLifetime = TimeSpan.FromMinutes(30),
            RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8, // as the server read them
        };
        if (configuration.Authorities is { } file)
            handler.SslOptions = TrustedAuthorities.Only(file);
        return handler;
    }
}

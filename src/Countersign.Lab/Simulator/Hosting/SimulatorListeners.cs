using System.Globalization;
using System.Net;
using System.Text;
using Countersign.Lab.Simulator.Proxies;
using Countersign.Lab.Simulator.Sites;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;

namespace Countersign.Lab.Simulator.Hosting;

/// <summary>Where a simulator listens.</summary>
/// <param name="options">How it runs.</param>
/// <param name="state">What it knows.</param>
internal sealed class SimulatorListeners(SimulatorOptions options, SimulatorState state)
{
    private ListenOptions? _cleartext;
    private ListenOptions? _site;
    private ListenOptions? _tls;
    private ListenOptions? _proxy;

    /// <summary>The cleartext address.</summary>
    public Uri Url => UrlOf("http", _cleartext!);

    /// <summary>The origin of the site.</summary>
    public Uri SiteUrl => UrlOf("http", _site!);

    /// <summary>The one with TLS; null for none.</summary>
    public Uri? TlsUrl => _tls is { } tls ? UrlOf("https", tls) : null;

    /// <summary>The proxy's; null for none.</summary>
    public Uri? ProxyUrl => _proxy is { } proxy ? UrlOf("http", proxy) : null;

    /// <summary>Has a server listen.</summary>
    public void Configure(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;

        // What clients send is read octet by octet, and what is written on purpose may be any.
        kestrel.RequestHeaderEncodingSelector = _ => Encoding.Latin1;
        kestrel.ResponseHeaderEncodingSelector = _ => Encoding.Latin1;
        kestrel.Limits.MaxRequestHeadersTotalSize = 256 * 1024;

        // For HTTP/2 that says http in a connection that the server takes for one with TLS.
        kestrel.AllowAlternateSchemes = true;

        // The host of an absolute target is the one that is meant (RFC 9112 §3.2.2).
        kestrel.AllowHostHeaderOverride = options.ProxyListen is not null;
        kestrel.Listen(options.Listen, listen =>
        {
            _cleartext = listen;
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.Use(next => connection => PriorKnowledge.ServeAsync(connection, next));
        });
        kestrel.Listen(options.ListenSite, ListenAsSite);
        if (options.TlsListen is { } tls)
            kestrel.Listen(tls, ListenWithTls);
        if (options.ProxyListen is { } proxy)
            kestrel.Listen(proxy, ListenAsProxy);
    }

    private static Uri UrlOf(string scheme, ListenOptions listen) => new(string.Create(CultureInfo.InvariantCulture, $"{scheme}://{listen.IPEndPoint}/"));

    private void ListenAsSite(ListenOptions listen)
    {
        _site = listen;
        listen.Use(next => connection =>
        {
            connection.Features.Set(SiteOrigin.Mark);
            return next(connection);
        });
    }

    private void ListenWithTls(ListenOptions listen)
    {
        _tls = listen;
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        listen.UseHttps(new HttpsConnectionAdapterOptions
        {
            ServerCertificateSelector = (connection, name) => state.Authority!.For(string.IsNullOrEmpty(name) ? AddressOf(connection?.LocalEndPoint) : name),
        });
    }

    private void ListenAsProxy(ListenOptions listen)
    {
        _proxy = listen;
        listen.Protocols = HttpProtocols.Http1AndHttp2;
        var tunnels = new ProxyTunnels(state);
        listen.Use(next => connection =>
        {
            connection.Features.Set(new ProxyTunnel());
            return tunnels.ServeAsync(connection, next);
        });
    }

    // Clients that ask for an address name no host (RFC 6066 §3).
    private static string AddressOf(EndPoint? local) => local is IPEndPoint { Address: var address } ? (address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address).ToString() : "localhost";
}

using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;

namespace Countersign.Client.Proxies;

/// <summary>
/// Opens tunnels (CONNECT, RFC 9110 §9.3.6). The framework does so by itself, and throws the proxy's answer away where nobody can see what it asks for;
/// here its answers are read, and answered. What speaks HTTP with the proxy is the framework all the same.
/// </summary>
internal sealed class TunnelOpener
{
    private static readonly HttpRequestOptionsKey<ProxyTls> Tls = new("Countersign.ProxyTls");

    private readonly ProxyKeyring _keyring;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _clock;
    private readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> _send;

    public TunnelOpener(ProxyKeyring keyring, TimeSpan timeout, TimeProvider clock)
    {
        (_keyring, _timeout, _clock) = (keyring, timeout, clock);

        // Connections that serve no tunnel end after a minute by themselves.
        _send = new HttpMessageInvoker(new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            ConnectCallback = ConnectToProxyAsync,
        }).SendAsync;
    }

    /// <summary>Connects to where the framework wants to go: straight there, to a proxy that reads requests, or through a tunnel.</summary>
    /// <param name="context">Where to.</param>
    /// <param name="tls">How the client speaks TLS.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="HttpRequestException">There is no way.</exception>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, SslClientAuthenticationOptions? tls, CancellationToken cancel)
    {
        var target = context.InitialRequestMessage.RequestUri!;
        if (_keyring.Routes.For(target) is not { } proxy)
            return await ConnectAsync(context.DnsEndPoint, cancel);
        if (!ProxyRoutes.IsForwarded(target))
            return await OpenAsync(proxy, context.DnsEndPoint, context.InitialRequestMessage, tls, cancel);

        // The framework names the proxy here, and not the origin.
        var stream = await ConnectAsync(context.DnsEndPoint, cancel);
        return proxy.IsTls ? await new ProxyTls(tls).SecureAsync(stream, proxy.Host, cancel) : stream;
    }

    private static async ValueTask<Stream> ConnectAsync(DnsEndPoint to, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(to, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static async ValueTask<Stream> ConnectToProxyAsync(SocketsHttpConnectionContext context, CancellationToken cancel)
    {
        var stream = await ConnectAsync(context.DnsEndPoint, cancel);
        return context.InitialRequestMessage.Options.TryGetValue(Tls, out var tls) ? await tls.SecureAsync(stream, context.DnsEndPoint.Host, cancel) : stream;
    }

    private async ValueTask<Stream> OpenAsync(Origin proxy, DnsEndPoint to, HttpRequestMessage request, SslClientAuthenticationOptions? tls, CancellationToken cancel)
    {
        var host = to.Host.Contains(':', StringComparison.Ordinal) ? $"[{to.Host.Trim('[', ']')}]" : to.Host;
        var leg = ProxyKeyring.LegTo(proxy, HttpMethod.Connect, string.Create(CultureInfo.InvariantCulture, $"{host}:{to.Port}"), ReplayableContent.None);
        using var patience = new CancellationTokenSource(_timeout, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancel);
        try
        {
            return await OpenAsync(new ProxyDoor(_keyring, leg, _send), () => MessageOf(leg, request, tls), either.Token);
        }
        catch (OperationCanceledException late) when (patience.IsCancellationRequested && !cancel.IsCancellationRequested)
        {
            throw new HttpRequestException(HttpRequestError.ProxyTunnelError, $"The proxy {proxy} opens no tunnel within {_timeout.TotalSeconds:0} seconds.", new TimeoutException(null, late));
        }
        catch (HttpRequestException broken) when (broken is { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ResponseEnded or HttpRequestError.ConfigurationLimitExceeded })
        {
            throw AuthenticationFailedException.Without(new(FailureReason.ProxyTunnelRefused, "Its answer can't be read.") { Cause = broken }, leg);
        }
        catch (HttpRequestException broken) when (broken is not AuthenticationFailedException)
        {
            throw new HttpRequestException(HttpRequestError.ProxyTunnelError, $"The connection to the proxy {proxy} failed.", broken);
        }
    }

    private async ValueTask<Stream> OpenAsync(ProxyDoor door, Func<HttpRequestMessage> message, CancellationToken cancel)
    {
        var (response, scheme, failure) = await door.PassAsync(message, cancel);
        if (failure is null && response.IsSuccessStatusCode)
            return await response.Content.ReadAsStreamAsync(cancel);
        failure ??= RefusalOf(response.StatusCode);
        _keyring.Observer.Failed(door.Leg, scheme, failure);
        throw await AuthenticationFailedException.FromAsync(failure, scheme, door.Leg, response, cancel);
    }

    private static Failure RefusalOf(HttpStatusCode status) => new(FailureReason.ProxyTunnelRefused, status == HttpStatusCode.Unauthorized
        ? "It answers 401, which is no proxy's to say, and asks for nothing. If it wants credentials all the same, send them unasked."
        : $"It answers {(int)status}.");

    // The address has to be one of http: of others the framework would check the certificate for the name in Host, which is that of the origin.
    private static HttpRequestMessage MessageOf(RequestLeg leg, HttpRequestMessage request, SslClientAuthenticationOptions? tls)
    {
        var message = new HttpRequestMessage(HttpMethod.Connect, new UriBuilder(leg.Target) { Scheme = Uri.UriSchemeHttp, Port = leg.Origin.Port }.Uri)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        message.Headers.Host = leg.TargetText;
        if (request.Headers.NonValidated.TryGetValues("User-Agent", out var agent))
            message.Headers.TryAddWithoutValidation("User-Agent", agent);
        if (leg.Origin.IsTls)
            message.Options.Set(Tls, new(tls));
        return message;
    }
}

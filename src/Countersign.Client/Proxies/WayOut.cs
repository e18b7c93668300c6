using System.Net;
using System.Runtime.ExceptionServices;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;

namespace Countersign.Client.Proxies;

/// <summary>How the messages of one request leave: through a proxy that reads them, through a tunnel, or straight. Only the first shows credentials here; those of tunnels stay outside.</summary>
internal sealed class WayOut
{
    private readonly Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> _send;
    private readonly ProxyDoor? _door;
    private readonly bool _isTunnel;
    private readonly ProxyKeyring _keyring;

    /// <param name="keyring">The proxies and what they are shown.</param>
    /// <param name="leg">The request.</param>
    /// <param name="send">Sends a message.</param>
    public WayOut(ProxyKeyring keyring, RequestLeg leg, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send)
    {
        (_keyring, _send) = (keyring, send);
        if (keyring.Routes.For(leg.Address) is not { } proxy)
            return;
        _isTunnel = !ProxyRoutes.IsForwarded(leg.Address);
        if (!_isTunnel)
            _door = new(keyring, ProxyKeyring.LegTo(proxy, leg.Method, $"{leg.Origin}{leg.TargetText}", leg.Content), send);
    }

    /// <summary>Sends a message.</summary>
    /// <param name="message">Makes it, each time anew.</param>
    /// <param name="cancel">Ends it.</param>
    /// <exception cref="AuthenticationFailedException">There are credentials for the proxy and they did not help, or it opens no tunnel.</exception>
    public Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> message, CancellationToken cancel) =>
        _door is null ? SendPastAsync(message(), cancel) : SendThroughAsync(_door, message, cancel);

    private async Task<HttpResponseMessage> SendThroughAsync(ProxyDoor door, Func<HttpRequestMessage> message, CancellationToken cancel)
    {
        // Credentials that the caller shows of its own choice nobody overrides.
        var first = message();
        if (first.Headers.NonValidated.Contains("Proxy-Authorization"))
            return await _send(first, cancel);

        var (response, scheme, failure) = await door.PassAsync(() => Interlocked.Exchange(ref first, null) ?? message(), cancel);
        if (failure is null || !door.HasCredentials)
            return response;
        _keyring.Observer.Failed(door.Leg, scheme, failure);
        if (_keyring.FailureMode == FailureMode.ReturnResponse && response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
            return response;
        throw await AuthenticationFailedException.FromAsync(failure, scheme, door.Leg, response, cancel);
    }

    private async Task<HttpResponseMessage> SendPastAsync(HttpRequestMessage message, CancellationToken cancel)
    {
        // No proxy reads this message.
        message.Headers.Remove("Proxy-Authorization");
        if (_isTunnel)
            KeepInTunnel(message);
        try
        {
            return await _send(message, cancel);
        }
        catch (HttpRequestException exception) when (exception.InnerException is HttpRequestException { HttpRequestError: HttpRequestError.ProxyTunnelError or HttpRequestError.UserAuthenticationError } own)
        {
            ExceptionDispatchInfo.Throw(own);
            throw;
        }
    }

    // HTTP/3 runs over datagrams, which go past every tunnel.
    private static void KeepInTunnel(HttpRequestMessage message)
    {
        var canBeLower = message.VersionPolicy == HttpVersionPolicy.RequestVersionOrLower;
        if (message.Version.Major >= 3 && !canBeLower)
            throw new HttpRequestException(HttpRequestError.VersionNegotiationError, "HTTP/3 does not go through a proxy's tunnel.");
        if (message.Version.Major < 3 && message.VersionPolicy != HttpVersionPolicy.RequestVersionOrHigher)
            return;
        message.VersionPolicy = message.Version.Major == 2 && !canBeLower ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower;
        message.Version = HttpVersion.Version20;
    }
}

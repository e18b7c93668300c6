using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Proxies;

namespace Countersign.Client;

/// <summary>
/// Sends requests with the credentials of their origin, and once more when a server refuses them for want of credentials: it reads every challenge,
/// answers the strongest, and replays at most once. Redirects are followed here, so that credentials never cross from one origin to another.
/// </summary>
/// <remarks>
/// A request with an Authorization field of its own, and one for an origin without credentials, goes as it is and comes back with what the server says.
/// The handlers below must not follow redirects; those of the framework are told so before their first use.
/// </remarks>
public sealed class ReauthenticationHandler : DelegatingHandler
{
    private readonly Keyring _keyring;
    private int _isChecked;

    /// <summary>A handler with a keyring of its own. Give it an inner handler, or use <see cref="ReauthenticationHandler(ReauthenticationOptions, HttpMessageHandler)"/>.</summary>
    public ReauthenticationHandler(ReauthenticationOptions options)
        : this(new Keyring(options))
    {
    }

    /// <summary>A handler that shares a keyring with others.</summary>
    public ReauthenticationHandler(Keyring keyring)
    {
        ArgumentNullException.ThrowIfNull(keyring);
        _keyring = keyring;
    }

    /// <summary>A handler with a keyring of its own, before another.</summary>
    public ReauthenticationHandler(ReauthenticationOptions options, HttpMessageHandler innerHandler)
        : base(innerHandler) => _keyring = new(options);

    /// <summary>Not supported: credentials may have to be fetched, and waiting for that blocks a thread.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Use SendAsync: credentials may have to be fetched.");

    /// <inheritdoc/>
    /// <exception cref="AuthenticationFailedException">There are credentials for the origin, and they did not help.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (Interlocked.Exchange(ref _isChecked, 1) == 0)
        {
            RedirectsBelow.SwitchOff(InnerHandler);
            if (_keyring.Proxies is { } proxies)
                ProxiesBelow.Take(InnerHandler, proxies);
        }

        var entrance = new Entrance(_keyring, request, base.SendAsync);
        var hop = Hop.First(request, _keyring.CopyLimit);
        for (var redirects = 0; ; redirects++)
        {
            var response = await entrance.EnterAsync(hop, cancellationToken);
            if (redirects == _keyring.MaxRedirects || hop.After(response) is not { } next)
                return response;
            await Drain.AsideAsync(response, cancellationToken);
            hop = next;
        }
    }
}

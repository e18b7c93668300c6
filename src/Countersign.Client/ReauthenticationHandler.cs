using System.Collections.Immutable;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Proxies;
using Countersign.Client.Schemes;

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
    private static readonly Lock Gate = new();

    private readonly Keyring _keyring;
    private readonly bool _ownsKeyring;
    private volatile bool _isReady;
    private volatile bool _leavesRedirects;

    /// <summary>A handler with a keyring of its own. Give it an inner handler, or use <see cref="ReauthenticationHandler(ReauthenticationOptions, HttpMessageHandler)"/>.</summary>
    public ReauthenticationHandler(ReauthenticationOptions options)
        : this(new Keyring(options)) => _ownsKeyring = true;

    /// <summary>A handler that shares a keyring with others.</summary>
    public ReauthenticationHandler(Keyring keyring)
    {
        ArgumentNullException.ThrowIfNull(keyring);
        _keyring = keyring;
    }

    /// <summary>A handler with a keyring of its own, before another.</summary>
    public ReauthenticationHandler(ReauthenticationOptions options, HttpMessageHandler innerHandler)
        : base(innerHandler) => (_keyring, _ownsKeyring) = (new(options), true);

    /// <summary>Not supported: credentials may have to be fetched, and waiting for that blocks a thread.</summary>
    /// <exception cref="NotSupportedException">Always.</exception>
    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Use SendAsync: credentials may have to be fetched.");

    /// <inheritdoc/>
    /// <exception cref="AuthenticationFailedException">There are credentials for the origin, and they did not help.</exception>
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (SynchronizationContext.Current is not { } context)
            return EnterAsync(request, cancellationToken);

        // The thread of a window, where this would go on, may be waiting for the answer.
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return EnterAsync(request, cancellationToken);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    /// <summary>Leaves redirects to the handler above, which alone knows what it has put on a message.</summary>
    internal void LeaveRedirects() => _leavesRedirects = true;

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing && _ownsKeyring)
            _keyring.Dispose();
        base.Dispose(disposing);
    }

    private async Task<HttpResponseMessage> EnterAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (!_isReady)
            MakeReady();

        var leg = RequestLeg.First(request, _keyring.CopyLimit);
        var schemes = SchemesFor(request, leg);
        if (_keyring.Proxies is not null)
        {
            var hop = Hop.First(request, leg, request.Headers.NonValidated.Count);
            return await FollowAsync(hop, await new Entrance(_keyring, schemes, hop, base.SendAsync, InnerHandler).EnterAsync(cancellationToken), cancellationToken);
        }

        var sent = schemes.IsEmpty ? null : await Entrance.PreemptAsync(schemes, leg, cancellationToken);
        var fieldCount = request.Headers.NonValidated.Count;

        // Most requests get in by their first message, for which the caller's own serves: nothing is copied, and its fields are as before when it comes back.
        _keyring.Observer.Sending(leg, sent);
        HttpResponseMessage response;
        if (leg.Content.CanSendAsGiven && sent?.TryPutOn(request.Headers) != false)
        {
            leg.Content.SendAsGiven();
            try
            {
                response = await base.SendAsync(request, cancellationToken);
            }
            finally
            {
                sent?.TakeOff(request.Headers);
            }
        }
        else
        {
            var message = Hop.First(request, leg, fieldCount).Message(sent);
            response = await base.SendAsync(message, cancellationToken);
            sent?.TakeOff(message.Headers);
        }

        var reply = Reply.Of(sent, leg, response, _keyring.Observer, InnerHandler);
        return reply.IsLast ? response : await GoOnAsync(Hop.First(request, leg, fieldCount), schemes, reply, cancellationToken);
    }

    // No request goes out before: one that follows redirects, or goes past the proxy, would be one too many.
    private void MakeReady()
    {
        lock (Gate)
        {
            Redirect.SwitchOffBelow(InnerHandler);
            if (_keyring.Proxies is { } proxies)
                ProxiesBelow.Take(InnerHandler, proxies);
            _isReady = true;
        }
    }

    /// <summary>Credentials that may be shown: none to a request that wants none, or has its own.</summary>
    private ImmutableArray<ClientScheme> SchemesFor(HttpRequestMessage request, RequestLeg leg) =>
        request.Headers.NonValidated.Contains("Authorization") || RequestOptions.IsAnonymous(request) ? [] : _keyring.SchemesFor(leg.Origin);

    private async Task<HttpResponseMessage> GoOnAsync(Hop hop, ImmutableArray<ClientScheme> schemes, Reply reply, CancellationToken cancel) =>
        await FollowAsync(hop, await new Entrance(_keyring, schemes, hop, base.SendAsync, InnerHandler).GoOnAsync(reply, cancel), cancel);

    private async Task<HttpResponseMessage> FollowAsync(Hop hop, HttpResponseMessage response, CancellationToken cancel)
    {
        for (var redirects = 0; !_leavesRedirects && redirects < _keyring.MaxRedirects && hop.After(response, _keyring.KeyFields) is { } next; redirects++)
        {
            _keyring.Observer.Redirected(hop.Leg, next.Leg, hop.LeftBehind(next));
            await Drain.AsideAsync(response, cancel);
            hop = next;
            response = await new Entrance(_keyring, hop.MayShowCredentials ? _keyring.SchemesFor(hop.Leg.Origin) : [], hop, base.SendAsync, InnerHandler).EnterAsync(cancel);
        }

        return response;
    }
}

using System.Collections.Immutable;
using System.Net;
using Countersign.Client.Failures;
using Countersign.Client.Proxies;
using Countersign.Client.Schemes;
using Countersign.Client.Telemetry;

namespace Countersign.Client.Exchanges;

/// <summary>Gets one request in at one origin, or says why not.</summary>
/// <param name="keyring">The credentials.</param>
/// <param name="schemes">Those of this origin that may be shown to it; empty to take what it says.</param>
/// <param name="hop">The request.</param>
/// <param name="send">Sends a message.</param>
/// <param name="below">The handler that it is sent by.</param>
internal sealed class Entrance(
    Keyring keyring, ImmutableArray<ClientScheme> schemes, Hop hop, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send, HttpMessageHandler? below)
{
    private readonly WayOut? _way = keyring.Proxies is { } proxies ? new(proxies, hop.Leg, send) : null;

    private RequestLeg Leg => hop.Leg;

    /// <summary>Credentials to send before anybody asks.</summary>
    public static async ValueTask<SentCredentials?> PreemptAsync(ImmutableArray<ClientScheme> schemes, RequestLeg leg, CancellationToken cancel)
    {
        foreach (var scheme in schemes)
        {
            if (await scheme.PreemptAsync(leg, cancel) is { } credentials)
                return credentials;
        }

        return null;
    }

    /// <summary>Sends the request, for the first time.</summary>
    /// <exception cref="AuthenticationFailedException">There are credentials for the origin, and they did not help.</exception>
    public async Task<HttpResponseMessage> EnterAsync(CancellationToken cancel)
    {
        var sent = await PreemptAsync(schemes, Leg, cancel);
        return await GoOnAsync(await SendAsync(sent, cancel), cancel);
    }

    /// <summary>Goes on from the first answer.</summary>
    /// <exception cref="AuthenticationFailedException">There are credentials for the origin, and they did not help.</exception>
    public async Task<HttpResponseMessage> GoOnAsync(Reply reply, CancellationToken cancel)
    {
        if (reply.Distrust is null && (!reply.IsRefusal || schemes.IsEmpty))
            return reply.Response;
        using var span = keyring.Telemetry.Begin(Leg);
        try
        {
            return await AnswerAllAsync(reply, cancel);
        }
        catch (Exception exception)
        {
            span?.Broke(exception);
            throw;
        }
    }

    private async Task<HttpResponseMessage> AnswerAllAsync(Reply reply, CancellationToken cancel)
    {
        var demand = new Demand(Leg, keyring.Order, keyring.Observer);
        var (hasAnswered, hadFreshNonce, hasSteppedUp) = (false, false, false);
        while (true)
        {
            var (sent, response, distrust) = reply;
            if (distrust is not null)
                return await FailAsync(distrust, sent?.Scheme, response, cancel, isTrusted: false);
            if (!reply.IsRefusal)
                return response;

            var (scheme, answer) = await demand.AnswerAsync("WWW-Authenticate", response, hasAnswered || hasSteppedUp ? [sent!.Scheme] : schemes, sent, cancel);
            if (answer.Failure is { } failure)
                return await FailAsync(failure, scheme ?? sent?.Scheme, response, cancel);
            if (answer.IsStepUp && hasSteppedUp)
                return await FailAsync(new(FailureReason.ScopeInsufficient), scheme, response, cancel);
            if (!answer.IsStepUp && (answer.IsFreshNonce ? hadFreshNonce : hasAnswered))
                return await FailAsync(new(answer.IsFreshNonce ? FailureReason.StaleNonceLoop : FailureReason.CredentialsRejected), scheme, response, cancel);
            if (!Leg.Content.CanRepeat)
                return await FailAsync(new(FailureReason.UnreplayableContent), scheme, response, cancel);

            hadFreshNonce |= answer.IsFreshNonce;
            hasSteppedUp |= answer.IsStepUp;
            hasAnswered |= !answer.IsFreshNonce && !answer.IsStepUp;
            await Drain.AsideAsync(response, cancel);
            keyring.Observer.Replaying(Leg, answer.Credentials!.Scheme, answer.IsFreshNonce);
            reply = await SendAsync(answer.Credentials, cancel);
        }
    }

    private async Task<Reply> SendAsync(SentCredentials? sent, CancellationToken cancel)
    {
        keyring.Observer.Sending(Leg, sent);
        HttpRequestMessage? message = null;
        var response = _way is null ? await send(message = hop.Message(sent), cancel) : await _way.SendAsync(() => message = hop.Message(sent), cancel);
        var reply = Reply.Of(sent, Leg, response, keyring.Observer, below);

        // The caller finds the message at the answer, and may write it to a log.
        sent?.TakeOff(message!.Headers);
        return reply;
    }

    private async Task<HttpResponseMessage> FailAsync(Failure failure, ClientScheme? scheme, HttpResponseMessage response, CancellationToken cancel, bool isTrusted = true)
    {
        keyring.Observer.Failed(Leg, scheme, failure);

        // An answer that must not be trusted is not handed out.
        var (status, reference) = (response.StatusCode, PeerReference.Of(response));
        if (isTrusted && keyring.FailureMode == FailureMode.ReturnResponse && status is (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
        {
            keyring.Telemetry.Refused(Leg, scheme, failure, status, reference);
            return response;
        }

        var failed = await AuthenticationFailedException.FromAsync(failure, scheme, Leg, response, cancel);
        keyring.Telemetry.Refused(Leg, scheme, failure, status, reference ?? failed.Problem?.Reference);
        throw failed;
    }
}

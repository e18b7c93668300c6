using System.Collections.Immutable;
using System.Net;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;
using Countersign.Wire;

namespace Countersign.Client.Exchanges;

/// <summary>Gets one request in at one origin, or says why not.</summary>
/// <param name="keyring">The credentials.</param>
/// <param name="given">The caller's request.</param>
/// <param name="send">Sends a message.</param>
internal sealed class Entrance(Keyring keyring, HttpRequestMessage given, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send)
{
    private readonly bool _isAnonymous = given.Options.TryGetValue(RequestOptions.Anonymous, out var anonymous) && anonymous;

    /// <exception cref="AuthenticationFailedException">There are credentials for the origin, and they did not help.</exception>
    public async Task<HttpResponseMessage> EnterAsync(Hop hop, CancellationToken cancel)
    {
        var schemes = keyring.SchemesFor(hop.Leg.Origin);
        if (_isAnonymous || schemes.IsEmpty || hop.HasCredentials)
            return await send(hop.Message(null), cancel);

        var sent = await PreemptAsync(schemes, hop.Leg, cancel);
        var (hasAnswered, hadFreshNonce, hasSteppedUp) = (false, false, false);
        while (true)
        {
            var response = await send(hop.Message(sent), cancel);
            if (sent?.Scheme.Receive(sent, hop.Leg, response) is { } distrust)
                return await FailAsync(distrust, sent.Scheme, hop.Leg, response, cancel);
            if (sent is null ? response.StatusCode != HttpStatusCode.Unauthorized : !sent.Scheme.IsRefusal(sent, response))
                return response;

            var (scheme, answer) = await AnswerAsync(hasAnswered || hasSteppedUp ? [sent!.Scheme] : schemes, hop.Leg, sent, response, cancel);
            if (answer.Failure is { } failure)
                return await FailAsync(failure, scheme ?? sent?.Scheme, hop.Leg, response, cancel);
            if (answer.IsStepUp && hasSteppedUp)
                return await FailAsync(new(FailureReason.ScopeInsufficient), scheme, hop.Leg, response, cancel);
            if (!answer.IsStepUp && (answer.IsFreshNonce ? hadFreshNonce : hasAnswered))
                return await FailAsync(new(answer.IsFreshNonce ? FailureReason.StaleNonceLoop : FailureReason.CredentialsRejected), scheme, hop.Leg, response, cancel);
            if (!hop.Leg.Content.CanRepeat)
                return await FailAsync(new(FailureReason.UnreplayableContent), scheme, hop.Leg, response, cancel);

            hadFreshNonce |= answer.IsFreshNonce;
            hasSteppedUp |= answer.IsStepUp;
            hasAnswered |= !answer.IsFreshNonce && !answer.IsStepUp;
            sent = answer.Credentials;
            await Drain.AsideAsync(response, cancel);
        }
    }

    private static async ValueTask<SentCredentials?> PreemptAsync(ImmutableArray<ClientScheme> schemes, RequestLeg leg, CancellationToken cancel)
    {
        foreach (var scheme in schemes)
        {
            if (await scheme.PreemptAsync(leg, cancel) is { } credentials)
                return credentials;
        }

        return null;
    }

    private async ValueTask<(ClientScheme? Scheme, Answer Answer)> AnswerAsync(
        ImmutableArray<ClientScheme> schemes, RequestLeg leg, SentCredentials? sent, HttpResponseMessage response, CancellationToken cancel)
    {
        var reading = ChallengeField.Read(response.Headers, "WWW-Authenticate");

        // Servers that say nothing have refused what was sent: that scheme knows whether it has anything newer.
        if (reading is not { Challenges.IsEmpty: false })
        {
            return sent is null
                ? (null, Answer.Fail(reading is null ? FailureReason.NoChallenge : FailureReason.MalformedChallenge))
                : (sent.Scheme, await sent.Scheme.AnswerAsync(new Challenge(sent.Scheme.Name), leg, sent, cancel));
        }

        var (scheme, challenge, failure) = Negotiation.Choose(reading.Challenges, schemes, leg, keyring.Order);
        return failure is not null
            ? (null, Answer.Fail(failure))
            : (scheme, await scheme!.AnswerAsync(challenge!, leg, sent?.Scheme == scheme ? sent : null, cancel));
    }

    private async Task<HttpResponseMessage> FailAsync(Failure failure, ClientScheme? scheme, RequestLeg leg, HttpResponseMessage response, CancellationToken cancel)
    {
        // An answer that must not be trusted is not handed out.
        if (keyring.FailureMode == FailureMode.ReturnResponse && response.StatusCode is (HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden))
            return response;
        throw await AuthenticationFailedException.FromAsync(failure, scheme, leg, response, cancel);
    }
}

using System.Collections.Immutable;
using System.Net;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;

namespace Countersign.Client.Proxies;

/// <summary>Gets the messages of one request past a proxy, or says why not: each message is replayed once, and once more for a fresh nonce.</summary>
/// <param name="keyring">The credentials.</param>
/// <param name="leg">The request, as the proxy's schemes see it.</param>
/// <param name="send">Sends a message.</param>
internal sealed class ProxyDoor(ProxyKeyring keyring, RequestLeg leg, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send)
{
    private readonly ImmutableArray<ClientScheme> _schemes = keyring.SchemesFor(leg.Origin);

    public RequestLeg Leg => leg;

    private bool IsConnect => leg.Method == HttpMethod.Connect;

    /// <summary>Whether there is anything to show.</summary>
    public bool HasCredentials => !_schemes.IsEmpty;

    /// <summary>What came back in the end, and why it is not what was wanted.</summary>
    /// <param name="message">Makes the message, each time anew.</param>
    /// <param name="cancel">Ends it.</param>
    public async Task<(HttpResponseMessage Response, ClientScheme? Scheme, Failure? Failure)> PassAsync(Func<HttpRequestMessage> message, CancellationToken cancel)
    {
        var sent = await Entrance.PreemptAsync(_schemes, leg, cancel);
        var demand = new Demand(leg, keyring.Order, keyring.Observer);
        var (hasAnswered, hadFreshNonce) = (false, false);
        for (var isFirst = true; ; isFirst = false)
        {
            var response = await SendAsync(message(), sent, isFirst, cancel);
            if (sent?.Scheme.Receive(sent, leg, ProxyAnswer.AsOfAnOrigin(response)) is { } distrust)
                return (response, sent.Scheme, distrust);
            if (response.StatusCode != HttpStatusCode.ProxyAuthenticationRequired)
                return (response, null, null);
            if (_schemes.IsEmpty)
                return (response, null, new(FailureReason.ProxyCredentialsRequired));

            var (scheme, answer) = await demand.AnswerAsync("Proxy-Authenticate", response, hasAnswered ? [sent!.Scheme] : _schemes, sent, cancel);
            if (answer.Failure is { } failure)
                return (response, scheme ?? sent?.Scheme, failure);
            if (answer.IsFreshNonce ? hadFreshNonce : hasAnswered)
                return (response, scheme, new(answer.IsFreshNonce ? FailureReason.StaleNonceLoop : FailureReason.CredentialsRejected));
            if (!leg.Content.CanRepeat)
                return (response, scheme, new(FailureReason.UnreplayableContent));

            sent = answer.Credentials;
            hadFreshNonce |= answer.IsFreshNonce;
            hasAnswered |= !answer.IsFreshNonce;
            await Drain.AsideAsync(response, cancel);
        }
    }

    // What a proxy only hands on, the origin's own leg tells of.
    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, SentCredentials? sent, bool isFirst, CancellationToken cancel)
    {
        Show(message, sent);
        if (IsConnect || !isFirst)
            keyring.Observer.Sending(leg, sent);
        var response = await send(message, cancel);
        if (IsConnect || response.StatusCode == HttpStatusCode.ProxyAuthenticationRequired)
            keyring.Observer.Answered(leg, sent, response);
        foreach (var (name, _) in FieldsOf(sent))
            message.Headers.Remove(name);
        return response;
    }

    // An origin would see any other field than the proxy's own, where no tunnel keeps it from that.
    private void Show(HttpRequestMessage message, SentCredentials? sent)
    {
        foreach (var (name, value) in FieldsOf(sent))
            message.Headers.TryAddWithoutValidation(name, value);
    }

    private IEnumerable<(string Name, string Value)> FieldsOf(SentCredentials? sent) => sent?.FieldsForProxy(endsThere: IsConnect) ?? [];
}

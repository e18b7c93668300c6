using System.Net;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Proofs;
using Countersign.Client.Tokens;
using Countersign.Wire;

namespace Countersign.Client.Schemes;

/// <summary>
/// An access token that is bound to a key, and with each sending a proof that the key is here (RFC 9449 §7): made for the very request, over the server's
/// newest nonce and by its clock.
/// </summary>
internal sealed class DpopClientScheme(Origin origin, bool allowsCleartext, bool allowsBearer, DpopKey key, OriginTokens tokens) : ClientScheme
{
    private readonly DpopServer _server = key.Resource(origin);

    public override string Name => "DPoP";

    private bool IsAllowed => origin.IsTls || allowsCleartext;

    public override Fitness Judge(Challenge challenge, RequestLeg leg)
    {
        if (!IsAllowed)
            return Fitness.None(FailureReason.InsecureTransport, $"a token for {origin}");
        if (tokens.WhyInVain(challenge) is { } why)
            return Fitness.None(why);
        if (challenge.Find("algs") is { Length: > 0 } algorithms && !algorithms.Split(' ').Contains(key.Algorithm.Name, StringComparer.Ordinal))
            return Fitness.None(FailureReason.AlgorithmNotAllowed, $"The server takes proofs by {algorithms}; the key is for {key.Algorithm}.");

        // Beside a challenge for it, the token goes out as what it is.
        return allowsBearer && tokens.Find(leg) is { } token && !IsBound(token) ? Fitness.None(Unbound) : Fitness.Of(60);
    }

    public override bool IsRefusal(SentCredentials sent, HttpResponseMessage response) => tokens.IsRefusal(response);

    public override async ValueTask<SentCredentials?> PreemptAsync(RequestLeg leg, CancellationToken cancel)
    {
        if (!IsAllowed)
            return null;
        var got = await tokens.GetAsync(leg, cancel);
        return got.Token is { } token && IsBound(token) ? Sending(leg, got) : null;
    }

    public override async ValueTask<Answer> AnswerAsync(Challenge challenge, RequestLeg leg, SentCredentials? rejected, CancellationToken cancel)
    {
        var sent = rejected as Sent;
        if (sent is not null && IsOfProof(challenge, sent))
            return OfProof(challenge, leg, sent);

        // The second refusal is the last: another token would not be sent.
        if (sent is { IsReplay: true } && TokenErrors.WhyTooLate(challenge, sent.Got.IsStepUp) is { } tooLate)
            return Fail(tooLate);
        if (sent is { IsReplay: true } && challenge.Find("error") != "insufficient_scope")
            return Fail(new(FailureReason.CredentialsRejected));
        var next = await tokens.NextAsync(challenge, leg, sent?.Got ?? default, serverAhead: null, cancel);
        if (next.Token is not { } token)
            return Fail(next.Failure!);
        if (next.IsStepUp && IsBound(token))
            return Answer.StepUp(Sending(leg, next, isReplay: true));
        return IsBound(token) ? Answer.Send(Sending(leg, next, isReplay: true)) : Answer.Fail(Unbound);
    }

    public override Failure? Receive(SentCredentials sent, RequestLeg leg, HttpResponseMessage response)
    {
        var own = (Sent)sent;
        _server.Receive(own.Proof, response.StatusCode, response.Headers);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            tokens.Prove(own.Got, leg);
        return null;
    }

    internal override Task SettleAsync() => tokens.SettleAsync();

    private static Failure Unbound => new(FailureReason.TokenTypeWrong, "It is bound to no key (token_type Bearer).");

    private static bool IsBound(AccessToken token) => token.IsOfType("DPoP");

    // Some servers demand their first nonce by the field alone.
    private bool IsOfProof(Challenge challenge, Sent sent) => challenge.Find("error") switch
    {
        "use_dpop_nonce" or "invalid_dpop_proof" => true,
        null => sent.Proof.Nonce is null && _server.HasFreshNonce(sent.Proof),
        _ => false,
    };

    /// <summary>The server has something against the proof: with the same token, a new one may be taken.</summary>
    private Answer OfProof(Challenge challenge, RequestLeg leg, Sent sent)
    {
        if (challenge.Find("error") != "invalid_dpop_proof")
        {
            return _server.HasFreshNonce(sent.Proof)
                ? Answer.SendOverFreshNonce(Sending(leg, sent.Got, sent.IsReplay))
                : Answer.Fail(FailureReason.StaleNonceLoop, "It demands a nonce (use_dpop_nonce) and gives no other than the one that it got.");
        }

        return !sent.IsReplay && _server.IsWorthAnother(sent.Proof)
            ? Answer.Send(Sending(leg, sent.Got, isReplay: true))
            : Fail(new(FailureReason.CredentialsRejected, "The server refuses the proof (invalid_dpop_proof)."));
    }

    private Sent Sending(RequestLeg leg, OriginToken got, bool isReplay = false)
    {
        var token = got.Token!.Value;
        return new(this, got, _server.Prove(leg.Method, leg.Target, token), token) { IsReplay = isReplay };
    }

    private Answer Fail(Failure failure) =>
        Answer.Fail(_server.ClockWords() is { } words ? failure with { Detail = failure.Detail is { } detail ? $"{detail} {words}" : words } : failure);

    private sealed class Sent(DpopClientScheme scheme, OriginToken got, SentProof proof, Secret token)
        : SentCredentials(scheme, ("Authorization", $"DPoP {token.Reveal()}"), ("DPoP", proof.Text))
    {
        public OriginToken Got => got;

        public SentProof Proof => proof;

        /// <summary>Whether it answers a refusal already.</summary>
        public bool IsReplay { get; init; }
    }
}

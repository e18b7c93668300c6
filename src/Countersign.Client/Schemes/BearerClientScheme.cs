using System.Net;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Tokens;
using Countersign.Wire;

namespace Countersign.Client.Schemes;

/// <summary>An access token (RFC 6750): sent with every request to its origin, and got anew once for all requests when it has ended or a server refuses it.</summary>
internal sealed class BearerClientScheme(Origin origin, bool allowsCleartext, OriginTokens tokens, TimeProvider clock) : ClientScheme
{
    public override string Name => "Bearer";

    private bool IsAllowed => origin.IsTls || allowsCleartext;

    public override Fitness Judge(Challenge challenge, RequestLeg leg)
    {
        if (!IsAllowed)
            return Fitness.None(FailureReason.InsecureTransport, $"a token for {origin}");
        return tokens.WhyInVain(challenge) is { } why ? Fitness.None(why) : Fitness.Of(50);
    }

    public override bool IsRefusal(SentCredentials sent, HttpResponseMessage response) => tokens.IsRefusal(response);

    public override async ValueTask<SentCredentials?> PreemptAsync(RequestLeg leg, CancellationToken cancel)
    {
        if (!IsAllowed)
            return null;
        var got = await tokens.GetAsync(leg, cancel);
        return got.Token is { } token && IsBearer(token) ? new Sent(this, got, token) : null;
    }

    public override async ValueTask<Answer> AnswerAsync(Challenge challenge, RequestLeg leg, SentCredentials? rejected, CancellationToken cancel)
    {
        var sent = rejected as Sent;
        if (sent is { IsReplay: true } && TokenErrors.WhyTooLate(challenge) is { } why)
            return Answer.Fail(why);
        var next = await tokens.NextAsync(challenge, leg, sent?.Got ?? default, sent?.ServerAhead, cancel);
        if (next.Token is not { } token)
            return Answer.Fail(next.Failure!);
        if (next.IsStepUp && IsBearer(token))
            return Answer.StepUp(new Sent(this, next, token) { IsReplay = true });
        return IsBearer(token) ? Answer.Send(new Sent(this, next, token) { IsReplay = true }) : Answer.Fail(FailureReason.TokenTypeWrong, "It is bound to a key (token_type DPoP), and there is none here.");
    }

    public override Failure? Receive(SentCredentials sent, RequestLeg leg, HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            tokens.Prove(((Sent)sent).Got, leg);
        else
            ((Sent)sent).ServerAhead = ClockSkew.Ahead(response.Headers.Date, clock);
        return null;
    }

    internal override Task SettleAsync() => tokens.SettleAsync();

    // RFC 9449 §7.2: one that is bound to a key is refused as a Bearer token, and is nobody else's business.
    private static bool IsBearer(AccessToken token) => !token.IsOfType("DPoP");

    private sealed class Sent(BearerClientScheme scheme, OriginToken got, AccessToken token) : SentCredentials(scheme, ("Authorization", $"Bearer {token.Value.Reveal()}"))
    {
        public OriginToken Got => got;

        /// <summary>Whether it answers a refusal already.</summary>
        public bool IsReplay { get; init; }

        /// <summary>How far the clock of the server that refused it is before this one's.</summary>
        public TimeSpan? ServerAhead { get; set; }
    }
}

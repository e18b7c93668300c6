using System.Net;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Tokens;
using Countersign.Wire;

namespace Countersign.Client.Schemes;

/// <summary>An access token (RFC 6750): sent with every request to its origin, and got anew once for all requests when it has ended or a server refuses it.</summary>
internal sealed class BearerClientScheme(Origin origin, bool allowsCleartext, OriginTokens tokens, TimeProvider clock) : ClientScheme
{
    private const long Unknown = long.MinValue;

    // How far the server's clock is before this one's, by its latest refusal.
    private long _serverAhead = Unknown;

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
        return got.Token is { } token && IsBearer(token) ? Sending(got, token) : null;
    }

    public override async ValueTask<Answer> AnswerAsync(Challenge challenge, RequestLeg leg, SentCredentials? rejected, CancellationToken cancel)
    {
        var sent = rejected as Sent;
        if (sent is not null && WhyLast(challenge, sent) is { } why)
            return Answer.Fail(why);
        var next = await tokens.NextAsync(challenge, leg, sent?.Got ?? default, ServerAhead(), cancel);
        if (next.Token is not { } token)
            return Answer.Fail(next.Failure!);
        if (next.IsStepUp && IsBearer(token))
            return Answer.StepUp(new Sent(this, next, token) { IsReplay = sent is { IsReplay: true } });
        return IsBearer(token) ? Answer.Send(new Sent(this, next, token) { IsReplay = true }) : Answer.Fail(FailureReason.TokenTypeWrong, "It is bound to a key (token_type DPoP), and there is none here.");
    }

    public override Failure? Receive(SentCredentials sent, RequestLeg leg, HttpResponseMessage response)
    {
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            tokens.Prove(((Sent)sent).Got, leg);
        else
            Volatile.Write(ref _serverAhead, ClockSkew.Ahead(response.Headers.Date, clock)?.Ticks ?? Unknown);
        return null;
    }

    internal override Task SettleAsync() => tokens.SettleAsync();

    // The second refusal is the last: another token would not be sent, and a person have signed in for nothing.
    private Failure? WhyLast(Challenge challenge, Sent sent)
    {
        if ((sent.IsReplay || sent.Got.IsStepUp) && TokenErrors.WhyTooLate(challenge, sent.Got.IsStepUp) is { } tooLate)
            return tooLate;
        return !sent.IsReplay || challenge.Find("error") == "insufficient_scope" ? null
            : new(FailureReason.CredentialsRejected, $"A new token was refused like the one before.{ClockSkew.Words(sent.Got.Token!.GiverAhead, ServerAhead())}");
    }

    private TimeSpan? ServerAhead() => Volatile.Read(ref _serverAhead) is var ticks and not Unknown ? new(ticks) : null;

    // As long as a token counts, every request carries the same field.
    private Sent Sending(OriginToken got, AccessToken token)
    {
        if (token.Sent is Sent made && made.Scheme == this && made.Got == got)
            return made;
        var sent = new Sent(this, got, token);
        token.Sent = sent;
        return sent;
    }

    // RFC 9449 §7.2: one that is bound to a key is refused as a Bearer token, and is nobody else's business.
    private static bool IsBearer(AccessToken token) => !token.IsOfType("DPoP");

    private sealed class Sent(BearerClientScheme scheme, OriginToken got, AccessToken token) : SentCredentials(scheme, ("Authorization", $"Bearer {token.Value.Reveal()}"))
    {
        public OriginToken Got => got;

        /// <summary>Whether it answers a refusal already.</summary>
        public bool IsReplay { get; init; }
    }
}

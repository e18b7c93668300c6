using System.Collections.Immutable;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;

namespace Countersign.Client.Telemetry;

/// <summary>Two who look on, one after the other.</summary>
/// <param name="first">Is told first, whatever the other does.</param>
/// <param name="second">Is told then.</param>
internal sealed class BothObservers(ExchangeObserver first, ExchangeObserver second) : ExchangeObserver
{
    public override void Sending(RequestLeg leg, SentCredentials? sent)
    {
        first.Sending(leg, sent);
        second.Sending(leg, sent);
    }

    public override void Answered(RequestLeg leg, SentCredentials? sent, HttpResponseMessage response)
    {
        first.Answered(leg, sent, response);
        second.Answered(leg, sent, response);
    }

    public override void Judged(RequestLeg leg, ImmutableArray<ChallengeJudgement> judgements)
    {
        first.Judged(leg, judgements);
        second.Judged(leg, judgements);
    }

    public override void Replaying(RequestLeg leg, ClientScheme scheme, bool isFreshNonce)
    {
        first.Replaying(leg, scheme, isFreshNonce);
        second.Replaying(leg, scheme, isFreshNonce);
    }

    public override void Redirected(RequestLeg from, RequestLeg to, ImmutableArray<string> leftBehind)
    {
        first.Redirected(from, to, leftBehind);
        second.Redirected(from, to, leftBehind);
    }

    public override void Failed(RequestLeg leg, ClientScheme? scheme, Failure failure)
    {
        first.Failed(leg, scheme, failure);
        second.Failed(leg, scheme, failure);
    }
}

using System.Collections.Immutable;
using Countersign.Client.Failures;
using Countersign.Client.Schemes;

namespace Countersign.Client.Exchanges;

/// <summary>
/// Looks on while requests find their way in. It is called by the requests themselves, by many at once; what it throws reaches their callers. The
/// credentials themselves are not shown to it.
/// </summary>
public abstract class ExchangeObserver
{
    /// <summary>A message goes out.</summary>
    /// <param name="leg">The request.</param>
    /// <param name="sent">The credentials with it; null for none, or the caller's own.</param>
    public virtual void Sending(RequestLeg leg, SentCredentials? sent)
    {
    }

    /// <summary>Its answer is here. The content is not to be read.</summary>
    public virtual void Answered(RequestLeg leg, SentCredentials? sent, HttpResponseMessage response)
    {
    }

    /// <summary>What a refusal demands was compared with what there is to show.</summary>
    /// <param name="leg">The request.</param>
    /// <param name="judgements">A row for each challenge and each of the credentials that are of its scheme, in the order of the challenges.</param>
    public virtual void Judged(RequestLeg leg, ImmutableArray<ChallengeJudgement> judgements)
    {
    }

    /// <summary>A refusal is answered: the request goes out once more.</summary>
    /// <param name="leg">The request.</param>
    /// <param name="scheme">Who answers.</param>
    /// <param name="isFreshNonce">Whether the credentials are the same, over a newer nonce of the server.</param>
    public virtual void Replaying(RequestLeg leg, ClientScheme scheme, bool isFreshNonce)
    {
    }

    /// <summary>The request goes on to where its answer sends it.</summary>
    /// <param name="from">The request as it was.</param>
    /// <param name="to">The request as it goes on.</param>
    /// <param name="leftBehind">The names of the fields that don't go along, since they were meant for the former origin.</param>
    public virtual void Redirected(RequestLeg from, RequestLeg to, ImmutableArray<string> leftBehind)
    {
    }

    /// <summary>There were credentials, and they did not help.</summary>
    public virtual void Failed(RequestLeg leg, ClientScheme? scheme, Failure failure)
    {
    }
}

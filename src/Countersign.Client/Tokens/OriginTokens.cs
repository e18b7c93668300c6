using System.Net;
using Countersign.Client.Exchanges;
using Countersign.Client.Failures;
using Countersign.Wire;

namespace Countersign.Client.Tokens;

/// <summary>
/// The tokens for requests to one origin, whatever field they go into: which goes with a request, and which comes next when the server refuses it or demands
/// more.
/// </summary>
/// <param name="watch">Is told which token a refused request goes on with; null for nobody.</param>
internal abstract class OriginTokens(ITokenWatch? watch)
{
    /// <summary>Why another token would be refused like the last; null where it may not be.</summary>
    public abstract Failure? WhyInVain(Challenge challenge);

    /// <summary>Whether an answer refuses a token for something that another may have.</summary>
    public virtual bool IsRefusal(HttpResponseMessage response) => response.StatusCode == HttpStatusCode.Unauthorized;

    /// <summary>The token to send unasked.</summary>
    public abstract ValueTask<OriginToken> GetAsync(RequestLeg leg, CancellationToken cancel);

    /// <summary>The token at hand, without a question; null for none.</summary>
    public abstract AccessToken? Find(RequestLeg leg);

    /// <summary>The token to answer a challenge with.</summary>
    /// <param name="challenge">The challenge.</param>
    /// <param name="leg">The request.</param>
    /// <param name="rejected">The token that it refuses; none where none was sent.</param>
    /// <param name="serverAhead">How far the clock of the server that refuses it is before this one's; null where it does not tell.</param>
    /// <param name="cancel">Ends the wait.</param>
    public async ValueTask<OriginToken> NextAsync(Challenge challenge, RequestLeg leg, OriginToken rejected, TimeSpan? serverAhead, CancellationToken cancel)
    {
        var next = await FindNextAsync(challenge, leg, rejected, serverAhead, cancel);
        watch?.Taken(next);
        return next;
    }

    /// <summary>Says that a server took a token.</summary>
    public abstract void Prove(OriginToken taken, RequestLeg leg);

    /// <summary>Waits, for a while, for what must not be lost.</summary>
    public abstract Task SettleAsync();

    /// <inheritdoc cref="NextAsync"/>
    protected abstract ValueTask<OriginToken> FindNextAsync(Challenge challenge, RequestLeg leg, OriginToken rejected, TimeSpan? serverAhead, CancellationToken cancel);
}

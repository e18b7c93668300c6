namespace Countersign.Client.Tokens;

/// <summary>A way to get an access token (RFC 6749 §1.3). It is asked by one at a time for equal requests, apart from any request that waits for it.</summary>
public abstract class TokenGrant
{
    /// <summary>Gets a token.</summary>
    /// <param name="request">What for.</param>
    /// <param name="rejected">The token that a server refused; null where none was, and any token that counts will do.</param>
    /// <param name="cancel">Ends the question after a time of its own, not with a caller's.</param>
    public abstract Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel);

    /// <summary>How long one question may take. A grant that a person has a part in needs more.</summary>
    protected internal virtual TimeSpan Patience => TokenPace.LongestQuestion;

    /// <summary>Whether a question that nobody hears the answer of loses something, as the refresh token in it is used up.</summary>
    protected internal virtual bool IsCostly => false;

    /// <summary>What of a request its tokens depend on; requests that are equal in it share one token.</summary>
    protected internal virtual TokenRequest KeyOf(TokenRequest request) => request;

    /// <summary>Waits for what the grant itself has on its way that must not be lost, at the end of the program. Whoever calls it does not wait for ever.</summary>
    protected internal virtual Task SettleAsync() => Task.CompletedTask;
}

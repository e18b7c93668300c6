namespace Countersign.Client.Tokens;

/// <summary>A way to get an access token (RFC 6749 §1.3). It is asked by one at a time for equal requests, apart from any request that waits for it.</summary>
public abstract class TokenGrant
{
    /// <summary>How long one question may take. A person who signs in needs longer than a server.</summary>
    public virtual TimeSpan LongestQuestion => TokenPace.LongestQuestion;

    /// <summary>Gets a token.</summary>
    /// <param name="request">What for.</param>
    /// <param name="rejected">The token that a server refused; null where none was, and any token that counts will do.</param>
    /// <param name="cancel">Ends the question after a time of its own, not with a caller's.</param>
    public abstract Task<GrantOutcome> RequestAsync(TokenRequest request, AccessToken? rejected, CancellationToken cancel);
}

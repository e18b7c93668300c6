namespace Countersign.Client.Tokens;

/// <summary>When to ask again for a token that was not given.</summary>
public enum RetryRule
{
    /// <summary>With the next request.</summary>
    AtOnce,

    /// <summary>After a while that doubles with each failure: the network, a server's trouble (5xx), too many questions (429).</summary>
    BackOff,

    /// <summary>After a minute: the client's own registration is wrong, as it is for all requests (<c>invalid_client</c>).</summary>
    Slowly,

    /// <summary>Not by itself: a person has to sign in, or somebody to change the grant (<c>invalid_grant</c>).</summary>
    Never,
}

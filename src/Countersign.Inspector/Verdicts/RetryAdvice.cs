namespace Countersign.Inspector.Verdicts;

/// <summary>Whether to send the request again.</summary>
public enum RetryAdvice
{
    /// <summary>There is no need to.</summary>
    NotNeeded,

    /// <summary>Once, with credentials.</summary>
    WithCredentials,

    /// <summary>Once, with the same credentials over the new nonce.</summary>
    WithFreshNonce,

    /// <summary>Once, with a new token.</summary>
    WithNewToken,

    /// <summary>Not before the request is changed: the same one will get the same answer (RFC 9110 §15.5.2).</summary>
    AfterChange,

    /// <summary>Not before the server is changed.</summary>
    AfterServerChange,

    /// <summary>Not before the time that the server names.</summary>
    Later,
}

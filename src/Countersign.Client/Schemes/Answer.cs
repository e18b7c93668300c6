using Countersign.Client.Failures;

namespace Countersign.Client.Schemes;

/// <summary>What a scheme has to say to a challenge: credentials, or why not.</summary>
public sealed class Answer
{
    private Answer(SentCredentials? credentials, Failure? failure) => (Credentials, Failure) = (credentials, failure);

    /// <summary>What the request is sent again with.</summary>
    public SentCredentials? Credentials { get; }

    /// <summary>Why there is nothing to send.</summary>
    public Failure? Failure { get; }

    /// <summary>
    /// Whether the server had nothing against the credentials themselves and only asked for them over a nonce of its own (<c>stale=true</c>,
    /// <c>use_dpop_nonce</c>). Such a round comes at most once, beside the one replay.
    /// </summary>
    public bool IsFreshNonce { get; private init; }

    /// <summary>Whether the credentials allow more than those before, which were good and did not suffice. Such a round comes at most once, too.</summary>
    public bool IsStepUp { get; private init; }

    /// <summary>Sends the request again, with other credentials than those that were refused.</summary>
    public static Answer Send(SentCredentials credentials) => new(credentials, null);

    /// <summary>Sends the request again, with the same credentials over the server's newest nonce.</summary>
    public static Answer SendOverFreshNonce(SentCredentials credentials) => new(credentials, null) { IsFreshNonce = true };

    /// <summary>Sends the request again, with credentials that allow more.</summary>
    public static Answer StepUp(SentCredentials credentials) => new(credentials, null) { IsStepUp = true };

    /// <summary>Gives up.</summary>
    public static Answer Fail(FailureReason reason, string? detail = null) => new(null, new(reason, detail));

    /// <summary>Gives up.</summary>
    public static Answer Fail(Failure failure) => new(null, failure);
}

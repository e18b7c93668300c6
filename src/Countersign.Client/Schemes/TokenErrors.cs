using Countersign.Client.Failures;
using Countersign.Client.Tokens;
using Countersign.Wire;

namespace Countersign.Client.Schemes;

/// <summary>What challenges of schemes with tokens say was wrong (RFC 6750 §3.1, RFC 9470 §3).</summary>
internal static class TokenErrors
{
    /// <summary>Why another token of the same kind would be refused like the last; null where it may not be.</summary>
    /// <param name="challenge">The challenge.</param>
    /// <param name="canStepUp">Whether a token of a stronger sign-in can be had.</param>
    public static Failure? WhyInVain(Challenge challenge, bool canStepUp) => challenge.Find("error") switch
    {
        "insufficient_scope" => Needing(FailureReason.ScopeInsufficient, TokenDemand.Of(challenge)),
        "insufficient_user_authentication" when !canStepUp => Needing(FailureReason.StrongerSignInNeeded, TokenDemand.Of(challenge)),
        "invalid_request" => new(FailureReason.CredentialsRejected, "The server can't read the request (invalid_request)."),
        _ => null,
    };

    /// <summary>Whether the person has to sign in more strongly, or anew.</summary>
    public static bool IsStepUp(Challenge challenge) => challenge.Find("error") == "insufficient_user_authentication";

    /// <summary>
    /// Why not even a person is asked: the request was sent twice already, and a sign-in now would be in vain. Null where none is demanded.
    /// </summary>
    /// <param name="challenge">The challenge.</param>
    /// <param name="hasSteppedUp">Whether the token that it refuses was got because another did not suffice.</param>
    public static Failure? WhyTooLate(Challenge challenge, bool hasSteppedUp) =>
        IsStepUp(challenge) || (hasSteppedUp && challenge.Find("error") == "insufficient_scope") ? WhyInVain(challenge, canStepUp: false) : null;

    private static Failure Needing(FailureReason reason, TokenDemand? demand) => new(reason, demand is null ? null : $"Needed: {demand}.") { Demand = demand };
}

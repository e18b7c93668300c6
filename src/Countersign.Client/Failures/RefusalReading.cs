using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Wire;

namespace Countersign.Client.Failures;

/// <summary>Finds out of an answer why the server refused.</summary>
internal static class RefusalReading
{
    /// <summary>The refusal by its slug, where the server says it, else as far as the challenge tells; null where that is nothing.</summary>
    public static Refusal? Of(ServerProblem? problem, ImmutableArray<Challenge> challenges, string? scheme)
    {
        if (problem?.Reason is { } slug && RefusalCatalogue.Find(slug) is { } told)
            return told;
        foreach (var challenge in challenges)
        {
            if (scheme is not null && !challenge.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase))
                continue;
            if (OfError(challenge.Find("error")) is { } refusal)
                return refusal;
            if ("true".Equals(challenge.Find("stale"), StringComparison.OrdinalIgnoreCase))
                return Refusal.DigestNonceStale;
        }

        return null;
    }

    // RFC 6750 §3.1, RFC 9449 §7.1, §9, RFC 9470 §3.
    private static Refusal? OfError(string? error) => error switch
    {
        "invalid_token" => Refusal.BearerTokenInvalid,
        "invalid_request" => Refusal.BearerMalformed,
        "insufficient_scope" => Refusal.ScopeInsufficient,
        "insufficient_user_authentication" => Refusal.SignInInsufficient,
        "invalid_dpop_proof" => Refusal.DpopProofInvalid,
        "use_dpop_nonce" => Refusal.DpopNonceMissing,
        _ => null,
    };
}

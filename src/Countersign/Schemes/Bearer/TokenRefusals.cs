using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Tokens.Rules;

namespace Countersign.Schemes.Bearer;

/// <summary>Refusals for the checks of tokens, one to one.</summary>
public static class TokenRefusals
{
    /// <summary>The verdict on a token that does not count: the first failure is its reason, all of them are told.</summary>
    internal static Verdict Verdict(in TokenJudgement judgement, string? name)
    {
        if (judgement.Outage is { } outage)
            return Decisions.Verdict.Refuse(Refusal.IssuerUnavailable, outage);
        ImmutableArray<FailedCheck> failed = [.. judgement.Failures.Select(failure => new FailedCheck(Of(failure.Check), failure.Evidence))];
        return Decisions.Verdict.Refuse(failed[0].Refusal, failed[0].Evidence, name) with { FailedChecks = failed };
    }

    /// <summary>The refusal of a token for which this check failed.</summary>
    public static Refusal Of(TokenCheck check) => check switch
    {
        TokenCheck.Form => Refusal.BearerTokenUnreadable,
        TokenCheck.Active => Refusal.BearerTokenInvalid,
        TokenCheck.Issuer => Refusal.BearerIssuerUnknown,
        TokenCheck.Algorithm => Refusal.BearerAlgorithmNotAllowed,
        TokenCheck.Key => Refusal.BearerKeyUnknown,
        TokenCheck.Signature => Refusal.BearerSignatureWrong,
        TokenCheck.Type => Refusal.BearerTypeWrong,
        TokenCheck.Claims => Refusal.BearerClaimMissing,
        TokenCheck.Audience => Refusal.BearerAudienceWrong,
        TokenCheck.Client => Refusal.BearerClientNotAllowed,
        TokenCheck.Values => Refusal.BearerClaimNotAllowed,
        TokenCheck.Binding => Refusal.BearerTokenBound,
        TokenCheck.NotBefore => Refusal.BearerTokenNotYetValid,
        TokenCheck.Lifetime => Refusal.BearerLifetimeTooLong,
        TokenCheck.Revocation => Refusal.BearerTokenRevoked,
        TokenCheck.Expiry => Refusal.BearerTokenExpired,
    };
}

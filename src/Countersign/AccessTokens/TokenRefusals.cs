using Countersign.Decisions;
using Countersign.Tokens.Rules;

namespace Countersign.AccessTokens;

/// <summary>Refusals for the checks of tokens, one to one.</summary>
public static class TokenRefusals
{
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

using Countersign.AspNetCore.Issuers;
using Countersign.AspNetCore.Outbound;
using Countersign.Decisions;
using Countersign.Tokens;

namespace Countersign.AspNetCore.SingleSignOn;

/// <summary>Asks a provider about the person for whom it gave an access token (OpenID Connect Core §5.3), or the like of OAuth 2 providers.</summary>
internal static class UserInfo
{
    /// <summary>What it says; null with the reason when that does not count.</summary>
    /// <param name="provider">Who is asked.</param>
    /// <param name="endpoint">Where.</param>
    /// <param name="accessToken">The token.</param>
    /// <param name="subject">Whom it has to be about (§5.3.2); null for whoever it is.</param>
    /// <param name="cancel">Gives the question up.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static async Task<(JwtClaims? Claims, (Refusal Refusal, string Evidence) Fault)> AskAsync(
        Provider provider, Uri endpoint, Secret accessToken, string? subject, CancellationToken cancel)
    {
        var fetched = await provider.TellAsync(endpoint, accessToken, cancel);
        if (!fetched.IsGood)
            return (null, (Refusal.SignOnUnavailable, fetched.Failure));
        if (JwtClaimsReader.ReadAnswer(fetched.Octets, out var fault) is not { } claims)
            return (null, (Refusal.SignOnTokenInvalid, $"{BoundedFetch.Shown(endpoint)}: no sound answer. {KeySourceAnswer.Words(fault!.Value)}"));
        return subject is not null && claims.Subject != subject
            ? (null, (Refusal.SignOnTokenInvalid, $"{BoundedFetch.Shown(endpoint)}: the answer is about another person than the ID token."))
            : (claims, default);
    }
}

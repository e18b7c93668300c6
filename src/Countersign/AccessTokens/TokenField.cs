using Countersign.Decisions;
using Countersign.Wire;

namespace Countersign.AccessTokens;

/// <summary>What Bearer and DPoP make of the Authorization field alike.</summary>
internal static class TokenField
{
    /// <summary>Whether there is something after the scheme's name; the name alone is as if nothing had come (RFC 6750 §3.1).</summary>
    public static bool IsOf(string scheme, Credentials? authorization) =>
        authorization is not null && (authorization.Token68 is not null || !authorization.Params.IsEmpty)
        && authorization.Scheme.Equals(scheme, StringComparison.OrdinalIgnoreCase);

    /// <summary>The reason that a challenge tells. What nobody could read is a scheme's affair only if it was meant for it.</summary>
    public static Refusal? ReasonFor(string scheme, RequestFacts request, Refusal? reason)
    {
        if (reason is not (Refusal.CredentialsMalformed or Refusal.CredentialsDuplicated))
            return reason;
        var isOurs = request.Field("Authorization") is not { } field
            || (field.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && field.Length > scheme.Length && field[scheme.Length] == ' ');
        return isOurs ? reason : null;
    }
}

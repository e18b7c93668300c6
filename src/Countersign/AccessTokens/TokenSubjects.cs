using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Tokens;
using Countersign.Tokens.Rules;

namespace Countersign.AccessTokens;

/// <summary>Makes subjects of tokens.</summary>
internal static class TokenSubjects
{
    public static Subject Of(VerifiedToken token) => token.Derive(static known => Derive(known));

    private static Subject Derive(VerifiedToken token)
    {
        var (claims, names) = (token.Claims, token.Subjects);
        return new Subject(NameOf(claims, names))
        {
            Kind = claims.Subject is { } subject && subject == claims.ClientId ? "client" : "user",
            Groups = ClaimValues.Of(claims, names.Groups),
            Roles = ClaimValues.Of(claims, names.Roles),
            Scopes = ScopesOf(claims),
            Email = EmailOf(claims, names),
            Claims = new TokenClaims(token),
        };
    }

    // The rules want the claim: a token without it is not good.
    private static string NameOf(JwtClaims claims, SubjectClaimNames names) => ClaimValues.Of(claims, names.Name) is [var name, ..] ? name : "";

    // Some issuers write `scp` instead, as a list or as one text.
    private static ImmutableArray<string> ScopesOf(JwtClaims claims) =>
        !claims.Scopes.IsEmpty ? claims.Scopes : [.. ClaimValues.Of(claims, "scp").SelectMany(text => text.Split(' ', StringSplitOptions.RemoveEmptyEntries))];

    private static string? EmailOf(JwtClaims claims, SubjectClaimNames names) =>
        ClaimValues.Of(claims, names.Email) is [var address] && !EmailVerification.IsDenied(claims) ? address : null;
}

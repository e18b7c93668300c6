namespace Countersign.Tokens.Rules;

/// <summary>The fact that an issuer said of a token that it counts, and what it said of it.</summary>
internal sealed class IntrospectedToken(string issuer, SubjectClaimNames subjects, JwtClaims claims, TokenHash hash) : VerifiedToken(issuer, subjects, claims, hash);

namespace Countersign.Tokens.Rules;

/// <summary>What an issuer says of an e-mail address (<c>email_verified</c>, OpenID Connect Core §5.1).</summary>
internal static class EmailVerification
{
    /// <summary>Whether a claim is the address, and anybody's: nobody is let in by it.</summary>
    public static bool IsLacking(JwtClaims claims, string name) => name == "email" && IsDenied(claims) && claims.TryGet("email", out _);

    /// <summary>Whether it says anything but that it was verified; some write the truth value as a text. An issuer that says nothing of it counts as having verified all.</summary>
    public static bool IsDenied(JwtClaims claims) => ClaimValues.Of(claims, "email_verified") switch
    {
        [] => claims.TryGet("email_verified", out _),
        [var word] => !word.Equals("true", StringComparison.OrdinalIgnoreCase),
        _ => true,
    };
}

using Countersign.Ports;

namespace Countersign.Tokens.Rules;

/// <summary>The fact that an issuer stands behind a token, with what the token says. Whether that suffices is decided anew for each request.</summary>
public abstract class VerifiedToken
{
    private object? _derived;

    private protected VerifiedToken(string issuer, SubjectClaimNames subjects, JwtClaims claims, TokenHash hash)
    {
        Issuer = issuer;
        Subjects = subjects;
        Claims = claims;
        Confirmation = TokenConfirmation.Of(claims);
        Names = new(issuer, hash) { Id = claims.Id, Session = claims.Session, Subject = claims.Subject, IssuedAt = claims.IssuedAt?.ToTime() };
    }

    /// <summary>The issuer as the configuration names it.</summary>
    public string Issuer { get; }

    /// <summary>Which claims of the issuer say who a subject is.</summary>
    public SubjectClaimNames Subjects { get; }

    /// <summary>Its claims.</summary>
    public JwtClaims Claims { get; }

    /// <summary>What a revocation may call it.</summary>
    public TokenNames Names { get; }

    internal TokenConfirmation? Confirmation { get; }

    /// <summary>What follows from the token alone, such as a subject; made once.</summary>
    public T Derive<T>(Func<VerifiedToken, T> derive)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(derive);
        return (T)(_derived ??= derive(this));
    }
}

namespace Countersign.Tokens.Rules;

/// <summary>What is checked of a token, in the fixed order in which failures are reported. What a client can mend by a new token alone comes last.</summary>
public enum TokenCheck
{
    /// <summary>It is a signed token in the compact serialization, and its payload a claims set (RFC 7519 §7.2).</summary>
    Form,

    /// <summary>Its issuer says that it counts (RFC 7662 §2.2): for opaque tokens.</summary>
    Active,

    /// <summary>Its <c>iss</c> is one that is trusted here (RFC 9068 §4).</summary>
    Issuer,

    /// <summary>Its algorithm is taken here and is that of the key (RFC 8725 §3.1).</summary>
    Algorithm,

    /// <summary>The issuer has the key that it names (RFC 7515 §4.1.4).</summary>
    Key,

    /// <summary>That key signed it (RFC 7515 §5.2).</summary>
    Signature,

    /// <summary>Its <c>typ</c> is that of the tokens that are meant (RFC 9068 §4, RFC 8725 §3.11).</summary>
    Type,

    /// <summary>The claims that are needed are there, each of its type (RFC 9068 §2.2).</summary>
    Claims,

    /// <summary>It is for this audience (RFC 7519 §4.1.3).</summary>
    Audience,

    /// <summary>It was given to a client that may use it here.</summary>
    Client,

    /// <summary>Its claims have the values that the operator wants.</summary>
    Values,

    /// <summary>Who presents it holds the key that it is bound to (RFC 7800 §3, RFC 9449 §6, RFC 8705 §3).</summary>
    Binding,

    /// <summary>Its time has begun: <c>nbf</c>, and <c>iat</c> where that is wanted (RFC 7519 §4.1.5).</summary>
    NotBefore,

    /// <summary>It was not made for longer than is taken here.</summary>
    Lifetime,

    /// <summary>Nobody called it back.</summary>
    Revocation,

    /// <summary>Its time is not over (RFC 7519 §4.1.4).</summary>
    Expiry,
}

/// <summary>A check that failed.</summary>
/// <param name="Check">Which.</param>
/// <param name="Evidence">What was found, for the operator: words of the issuer only once its signature was verified, and nothing that would serve as a token.</param>
public readonly record struct TokenFailure(TokenCheck Check, string Evidence);

namespace Countersign.Inspector.Checks;

/// <summary>Why a server says that it refuses.</summary>
internal enum ReasonKind
{
    /// <summary>It does not say, or in words that are not known here.</summary>
    None,

    /// <summary>The token has no time at which it ends.</summary>
    NoExpiry,

    /// <summary>The token expired.</summary>
    Expired,

    /// <summary>The token does not count yet.</summary>
    NotYetValid,

    /// <summary>No key is known that could have signed the token.</summary>
    KeyUnknown,

    /// <summary>The algorithm of the token is not one that is taken.</summary>
    Algorithm,

    /// <summary>The signature is wrong.</summary>
    Signature,

    /// <summary>The token is for somebody else.</summary>
    Audience,

    /// <summary>The token is from somebody else.</summary>
    Issuer,

    /// <summary>The token was revoked, or its issuer says that it is not active.</summary>
    Revoked,

    /// <summary>No credentials came.</summary>
    Unseen,
}

namespace Countersign.Tokens.Dpop;

/// <summary>What is asked of a proof by itself (RFC 9449 §4.3), in the order in which failures are told.</summary>
public enum DpopCheck
{
    /// <summary>One signed token of sound JSON, at most <see cref="DpopProofReader.MaxLength"/> characters long.</summary>
    Form,

    /// <summary><c>typ</c> is <c>dpop+jwt</c>, so that no other token of the same key is taken for a proof (RFC 9449 §11.5).</summary>
    Type,

    /// <summary><c>alg</c> is asymmetric and among those that are taken.</summary>
    Algorithm,

    /// <summary><c>jwk</c> is a sound public key without a private part, and for the algorithm.</summary>
    Key,

    /// <summary>That key made the signature.</summary>
    Signature,

    /// <summary><c>jti</c>, <c>htm</c>, <c>htu</c> and <c>iat</c> are there; they, and <c>nonce</c> where there is one, are of their types.</summary>
    Claims,

    /// <summary><c>htm</c> is the request's method.</summary>
    Method,

    /// <summary><c>htu</c> is the request's URI without query and fragment.</summary>
    Uri,

    /// <summary><c>ath</c> is the hash of the access token that came with the proof.</summary>
    AccessTokenHash,

    /// <summary><c>iat</c> is neither too long ago nor in the future; where nonces tell the time, it is any that a calendar has.</summary>
    Time,
}

using Countersign.Tokens.Keys;

namespace Countersign.Tokens.Rules;

/// <summary>The fact that a key of an issuer signed a token.</summary>
internal sealed class SignedToken(TrustedIssuer issuer, JwsHeader header, JwtClaims claims, VerificationKey key, KeySet seenIn, TokenHash hash)
    : VerifiedToken(issuer.Name, issuer.Subjects, claims, hash)
{
    private KeySet _seenIn = seenIn;

    public TokenRules Rules => issuer.Rules;

    public JwsHeader Header => header;

    /// <summary>Whether the issuer still has the key: one that it took back signs nothing any more.</summary>
    public bool IsStillSigned()
    {
        if (issuer.Keys.Current is not { } now)
            return false;
        if (ReferenceEquals(now, _seenIn))
            return true;
        foreach (var other in now.Keys)
        {
            if (other.KeyId == key.KeyId && other.Thumbprint == key.Thumbprint && other.Algorithms.Contains(header.Algorithm!))
            {
                _seenIn = now;
                return true;
            }
        }

        return false;
    }
}

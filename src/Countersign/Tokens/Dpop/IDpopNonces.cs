namespace Countersign.Tokens.Dpop;

/// <summary>Makes the nonces that clients put into proofs (RFC 9449 §8, §9), and knows its own again.</summary>
public interface IDpopNonces
{
    /// <summary>A fresh nonce for a <c>DPoP-Nonce</c> field, the same for everybody at a time: it says when a proof was made, not who made it.</summary>
    string Create();

    /// <summary>What a presented nonce is. Never throws.</summary>
    DpopNonce Read(string nonce);
}

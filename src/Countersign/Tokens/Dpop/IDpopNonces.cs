namespace Countersign.Tokens.Dpop;

/// <summary>Makes the nonces that clients put into proofs (RFC 9449 §8, §9), and knows its own again.</summary>
public interface IDpopNonces
{
    /// <summary>A fresh nonce for a <c>DPoP-Nonce</c> field. For everybody at a time the same: it proves that the proof is new, and says nothing of who made it.</summary>
    string Create();

    /// <summary>What a presented nonce is. Never throws.</summary>
    DpopNonce Read(string nonce);
}

namespace Countersign.Schemes.Digest;

/// <summary>Makes nonces and knows its own again.</summary>
public interface IDigestNonces
{
    /// <summary>A new nonce for a realm.</summary>
    string Create(string realm);

    /// <summary>What a presented nonce is. Never throws.</summary>
    DigestNonce Read(string nonce, string realm);
}

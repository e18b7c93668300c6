using Countersign.Schemes.Digest;

namespace Countersign.Lab.Simulator.Protection.Digest;

/// <summary>Nonces that are not made anew for each 401.</summary>
/// <param name="inner">Makes them and knows them again.</param>
/// <param name="kept">The nonce of this client.</param>
internal sealed class KeptNonces(IDigestNonces inner, KeptNonce kept) : IDigestNonces
{
    public string Create(string realm) => kept.Of(inner, realm);

    public DigestNonce Read(string nonce, string realm) => inner.Read(nonce, realm);
}

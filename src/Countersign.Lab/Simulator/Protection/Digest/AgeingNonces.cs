using Countersign.Schemes.Digest;

namespace Countersign.Lab.Simulator.Protection.Digest;

/// <summary>Nonces that are to be replaced as soon as they are used, so that every success brings a nextnonce (RFC 7616 §3.5).</summary>
/// <param name="inner">Makes them and knows them again.</param>
internal sealed class AgeingNonces(IDigestNonces inner) : IDigestNonces
{
    public string Create(string realm) => inner.Create(realm);

    public DigestNonce Read(string nonce, string realm) => inner.Read(nonce, realm) is { State: DigestNonceState.Alive } alive ? alive with { IsAgeing = true } : inner.Read(nonce, realm);
}

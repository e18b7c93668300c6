using Countersign.Schemes.Digest;

namespace Countersign.Lab.Simulator.Protection.Digest;

/// <summary>Nonces that are not known any more when they come back.</summary>
/// <param name="inner">Makes them.</param>
internal sealed class ForgottenNonces(IDigestNonces inner) : IDigestNonces
{
    public string Create(string realm) => inner.Create(realm);

    public DigestNonce Read(string nonce, string realm) => default;
}

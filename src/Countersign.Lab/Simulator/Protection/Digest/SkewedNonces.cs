using Countersign.Schemes.Digest;

namespace Countersign.Lab.Simulator.Protection.Digest;

/// <summary>Nonces that are judged by another clock than that by which they were made.</summary>
/// <param name="inner">Makes them and knows them again.</param>
/// <param name="clock">The time.</param>
/// <param name="ahead">How far the clock of the judge is ahead.</param>
internal sealed class SkewedNonces(IDigestNonces inner, TimeProvider clock, TimeSpan ahead) : IDigestNonces
{
    public string Create(string realm) => inner.Create(realm);

    public DigestNonce Read(string nonce, string realm)
    {
        var read = inner.Read(nonce, realm);
        if (read.State is not (DigestNonceState.Alive or DigestNonceState.Expired))
            return read;
        var expires = read.Expires - ahead;
        return read with { State = clock.GetUtcNow() >= expires ? DigestNonceState.Expired : DigestNonceState.Alive, Expires = expires };
    }
}

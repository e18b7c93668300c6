using Countersign.Schemes.Digest;

namespace Countersign.AspNetCore.Stores.Shared;

/// <summary>Digest nonces that all gateways on a store take.</summary>
internal sealed class SharedDigestNonces(SharedNonceKeys keys, TimeProvider time, TimeSpan lifetime) : IDigestNonces
{
    private readonly SharedNonces<DigestNonces> _nonces = new(keys, key => new(time, lifetime, key));

    /// <inheritdoc/>
    public string Create(string realm) => _nonces.ToGive.Create(realm);

    /// <inheritdoc/>
    public DigestNonce Read(string nonce, string realm)
    {
        foreach (var nonces in _nonces.All)
        {
            var read = nonces.Read(nonce, realm);
            if (read.State != DigestNonceState.Foreign)
                return read;
        }

        return default;
    }
}

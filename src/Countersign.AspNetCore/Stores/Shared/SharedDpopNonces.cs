using Countersign.Tokens.Dpop;

namespace Countersign.AspNetCore.Stores.Shared;

/// <summary>Nonces for DPoP proofs that all gateways on a store take.</summary>
internal sealed class SharedDpopNonces(SharedNonceKeys keys, TimeProvider time, TimeSpan lifetime) : IDpopNonces
{
    private readonly SharedNonces<DpopNonces> _nonces = new(keys, key => new(time, lifetime, key));

    /// <inheritdoc/>
    public string Create() => _nonces.ToGive.Create();

    /// <inheritdoc/>
    public DpopNonce Read(string nonce)
    {
        foreach (var nonces in _nonces.All)
        {
            var read = nonces.Read(nonce);
            if (read.State != DpopNonceState.Foreign)
                return read;
        }

        return default;
    }
}

using Countersign.Schemes.Digest;

namespace Countersign.Lab.Simulator.Protection.Digest;

/// <summary>One nonce for all challenges to a client, until it ends.</summary>
internal sealed class KeptNonce
{
    private readonly Lock _gate = new();
    private string? _nonce;

    /// <summary>The same again, or a new one when it has ended.</summary>
    public string Of(IDigestNonces nonces, string realm)
    {
        lock (_gate)
        {
            if (_nonce is null || nonces.Read(_nonce, realm).State != DigestNonceState.Alive)
                _nonce = nonces.Create(realm);
            return _nonce;
        }
    }
}

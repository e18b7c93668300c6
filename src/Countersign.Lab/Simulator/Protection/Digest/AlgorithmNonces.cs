using Countersign.Schemes.Digest;

namespace Countersign.Lab.Simulator.Protection.Digest;

/// <summary>Nonces that are good for one algorithm alone.</summary>
/// <param name="inner">Makes them and knows them again.</param>
/// <param name="algorithm">The algorithm of the credentials in hand.</param>
internal sealed class AlgorithmNonces(IDigestNonces inner, string algorithm) : IDigestNonces
{
    public string Create(string realm) => CreateFor(algorithm, realm);

    /// <summary>A nonce for the challenge of an algorithm.</summary>
    public string CreateFor(string of, string realm) => inner.Create(Bound(of, realm));

    public DigestNonce Read(string nonce, string realm) => inner.Read(nonce, Bound(algorithm, realm));

    // No realm has a line feed.
    private static string Bound(string algorithm, string realm) => $"{algorithm.ToUpperInvariant()}\n{realm}";
}

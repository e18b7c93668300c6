using Countersign.Ports;
using Countersign.Schemes.Digest;

namespace Countersign.Lab.Simulator.Protection.Digest;

/// <summary>Nonces by the rules of one address: which counts they take, and how often they serve.</summary>
/// <param name="inner">Makes them and knows them again.</param>
/// <param name="counts">What was used.</param>
/// <param name="rule">Which counts are taken.</param>
/// <param name="most">How often one serves.</param>
internal sealed class NonceUses(IDigestNonces inner, UsedCounts counts, CountRule rule, int most) : IDigestNonces, IReplayLedger
{
    public string Create(string realm) => inner.Create(realm);

    public DigestNonce Read(string nonce, string realm)
    {
        var read = inner.Read(nonce, realm);
        return read.State == DigestNonceState.Alive && counts.WornAt(nonce, most) is { } ended ? new(DigestNonceState.Expired, ended, IsAgeing: false) : read;
    }

    public ValueTask<ReplayOutcome> TryUseAsync(string nonce, uint count, DateTimeOffset expires, CancellationToken cancel) =>
        ValueTask.FromResult(counts.TryUse(nonce, count, expires, rule, most));
}

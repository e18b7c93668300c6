namespace Countersign.Ports;

/// <summary>Remembers which proofs of possession were used, for as long as they could be used again (RFC 9449 §11.1).</summary>
public interface IProofLedger
{
    /// <summary>Marks a proof as used. Ask it last, of proofs whose access token is good: only then nobody but their owners can fill it.</summary>
    /// <param name="jkt">The thumbprint of the proof's key.</param>
    /// <param name="jti">The proof's id; another key may use the same.</param>
    /// <param name="expires">When the proof is too old and may be forgotten.</param>
    /// <param name="cancel">Gives up waiting for a ledger that is elsewhere. The proof may be used then nevertheless.</param>
    ValueTask<ReplayOutcome> TryUseAsync(string jkt, string jti, DateTimeOffset expires, CancellationToken cancel);
}

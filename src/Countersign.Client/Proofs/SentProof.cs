namespace Countersign.Client.Proofs;

/// <summary>A proof that goes with one request, and what it was made of.</summary>
/// <param name="Text">The value of the DPoP field.</param>
/// <param name="Nonce">The nonce in it; null for none.</param>
/// <param name="Time">When it was made.</param>
internal sealed record SentProof(string Text, string? Nonce, ProofTime Time)
{
    /// <summary>Nothing of the proof.</summary>
    public override string ToString() => "***";
}

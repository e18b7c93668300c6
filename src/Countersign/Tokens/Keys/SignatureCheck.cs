namespace Countersign.Tokens.Keys;

/// <summary>What became of a token's signature. Without a key nobody signed it, whatever else is said.</summary>
/// <param name="Key">The key that signed the token, or null.</param>
/// <param name="Fault">Why none did, or null.</param>
public readonly record struct SignatureCheck(VerificationKey? Key, TokenFault? Fault)
{
    /// <summary>Whether a key signed the token.</summary>
    public bool IsGood => Key is not null && Fault is null;
}

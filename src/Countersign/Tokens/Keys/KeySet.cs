using System.Collections.Immutable;

namespace Countersign.Tokens.Keys;

/// <summary>The keys of one issuer, and which of them may be tried for a token. It never changes: a newer set takes its place.</summary>
public sealed class KeySet(ImmutableArray<VerificationKey> keys)
{
    /// <summary>How many keys are tried for one token: a flood of forged tokens costs no more than this many signatures each.</summary>
    public const int MaxTries = 4;

    /// <summary>A set without keys.</summary>
    public static KeySet Empty { get; } = new([]);

    /// <summary>The keys, in the order of the set.</summary>
    public ImmutableArray<VerificationKey> Keys { get; } = keys;

    /// <summary>When the first of its keys ends; null when none does.</summary>
    public DateTimeOffset? Ends { get; } = keys.Min(key => key.Ends);

    /// <summary>The set without those keys that have ended at a time: this very one while none has.</summary>
    public KeySet At(DateTimeOffset now) => Ends <= now ? new([.. Keys.Where(key => !(key.Ends <= now))]) : this;

    /// <summary>
    /// Looks for the key that signed a token: only those with its <c>kid</c> where it has one, else any that is for its algorithm. A key without
    /// <c>kid</c> is none that a token could have meant by one, but for those of PEM, which has no place for it. It knows no time: <see cref="At"/> leaves out what has ended.
    /// </summary>
    /// <param name="token">The token.</param>
    /// <param name="allowed">The algorithms that are taken; a token of another is refused before any key is tried.</param>
    public SignatureCheck Verify(Jws token, ImmutableArray<JwsAlgorithm> allowed)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (!allowed.Contains(token.Algorithm))
            return Refuse(TokenFaultKind.AlgorithmNotAllowed, token);

        var kid = token.Header.KeyId;
        var worst = TokenFaultKind.KeyUnknown;
        var tries = 0;
        foreach (var key in Keys)
        {
            if (kid is not null && !key.IsNamed(kid))
                continue;
            if (!key.Algorithms.Contains(token.Algorithm))
            {
                worst = tries == 0 ? TokenFaultKind.AlgorithmNotForKey : worst;
                continue;
            }

            if (tries++ == MaxTries)
                return Refuse(TokenFaultKind.KeysTooMany, token);
            if (key.Check(token) is not { } fault)
                return new(key, null);
            worst = tries == 1 || fault == TokenFaultKind.SignatureWrong ? fault : worst;
        }

        return Refuse(worst, token);
    }

    private static SignatureCheck Refuse(TokenFaultKind kind, Jws token) => new(null, kind switch
    {
        TokenFaultKind.KeyUnknown => new(kind, TokenPart.Signature, Name: token.Header.KeyId),
        TokenFaultKind.AlgorithmNotAllowed or TokenFaultKind.AlgorithmNotForKey => new(kind, TokenPart.Signature, Name: token.Header.AlgorithmName),
        _ => new(kind, TokenPart.Signature),
    });
}

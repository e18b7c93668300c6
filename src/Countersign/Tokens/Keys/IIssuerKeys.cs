namespace Countersign.Tokens.Keys;

/// <summary>The verification keys of one issuer: from a file, from its JWK Set, or out of its own name (<c>did:key</c>).</summary>
public interface IIssuerKeys
{
    /// <summary>What is known now; null while nothing could be had, so that no token of the issuer can be judged.</summary>
    KeySet? Current { get; }

    /// <summary>
    /// Asks the issuer anew because a token names a key that is not known, or because nothing is known at all. Everybody who asks meanwhile shares the next
    /// question, and questions have a distance: a flood of invented names costs the issuer little, and a token of a new key is never judged by an answer
    /// from before it. Never throws over what the issuer answers.
    /// </summary>
    /// <exception cref="OperationCanceledException">The caller gave up; the question goes on for the others.</exception>
    ValueTask<KeyLook> LookAsync(CancellationToken cancel);
}

/// <summary>What a look for keys found.</summary>
/// <param name="Keys">The newest keys that are known; null for none at all.</param>
/// <param name="IsCurrent">Whether the issuer itself said so a moment ago; false when it can't be asked and the keys are those of before.</param>
/// <param name="Failure">Why it can't be asked, for the operator; null while it can.</param>
public readonly record struct KeyLook(KeySet? Keys, bool IsCurrent, string? Failure = null);

using System.Collections.Immutable;
using Countersign.Tokens.Keys;

namespace Countersign.Tokens.Rules;

/// <summary>Looks for the key of an issuer that signed a token, and asks the issuer anew where the token may be of a newer key than is known.</summary>
internal static class IssuerSignature
{
    /// <summary>What the known keys say.</summary>
    /// <param name="signed">The token.</param>
    /// <param name="known">The keys; null for none.</param>
    /// <param name="algorithms">What is taken.</param>
    /// <param name="check">What became of the signature.</param>
    /// <returns>Whether that is the last word; else the issuer has to be asked.</returns>
    public static bool TryCheck(Jws signed, KeySet? known, ImmutableArray<JwsAlgorithm> algorithms, out SignatureCheck check)
    {
        check = known?.Verify(signed, algorithms) ?? default;
        return known is not null && (check.IsGood || !MayBeOfNewKey(check, signed));
    }

    /// <summary>What the issuer says when it is asked now.</summary>
    /// <param name="signed">The token.</param>
    /// <param name="keys">The issuer's keys.</param>
    /// <param name="known">What was known before.</param>
    /// <param name="first">What that said.</param>
    /// <param name="algorithms">What is taken.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static async ValueTask<Sought> SeekAsync(
        Jws signed, IIssuerKeys keys, KeySet? known, SignatureCheck first, ImmutableArray<JwsAlgorithm> algorithms, CancellationToken cancel)
    {
        var look = await keys.LookAsync(cancel);
        if (look.Keys is not { } found)
            return new(look, default, IsOutage: true);
        var check = ReferenceEquals(found, known) ? first : found.Verify(signed, algorithms);
        return new(look, check, !check.IsGood && !look.IsCurrent && MayBeOfNewKey(check, signed));
    }

    /// <summary>Why nothing can be said of a signature.</summary>
    public static string Outage(string issuer, in KeyLook look) => look.Keys is null
        ? $"No keys of {issuer} are known: {look.Failure ?? "it was not asked yet."}"
        : $"The token names a key that is not known, and {issuer} can't be asked: {look.Failure ?? "it does not answer."}";

    /// <summary>Whether a newer set of keys could make the signature good: the key is unknown, or the token names none and no known key fits.</summary>
    private static bool MayBeOfNewKey(in SignatureCheck check, Jws signed) =>
        check.Fault!.Value.Kind == TokenFaultKind.KeyUnknown
        || (signed.Header.KeyId is null && check.Fault.Value.Kind is TokenFaultKind.SignatureWrong or TokenFaultKind.AlgorithmNotForKey);

    /// <summary>What came of asking.</summary>
    /// <param name="Look">The issuer's answer.</param>
    /// <param name="Check">What became of the signature.</param>
    /// <param name="IsOutage">Whether nothing can be said, since the issuer could not be asked.</param>
    public readonly record struct Sought(KeyLook Look, SignatureCheck Check, bool IsOutage);
}

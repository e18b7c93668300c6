using System.Buffers.Text;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Countersign.Tokens.Keys;

namespace Countersign.Tokens.Dpop;

/// <summary>
/// Reads the value of a <c>DPoP</c> field and judges all of a proof that needs no memory (RFC 9449 §4.3). The nonce, the replay ledger and the
/// key of the access token are the scheme's to ask. Any number of threads may use it at once.
/// </summary>
public sealed class DpopProofReader
{
    /// <summary>The longest proof that is read, in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>The longest <c>jti</c> that is taken, in characters: whoever sends it decides what is remembered (RFC 9449 §11.1).</summary>
    public const int MaxIdLength = 256;

    // Anybody may bring a key: one of RSA with more than 4096 bits costs more than it is good for.
    private const int MaxSignatureLength = 512;

    private const int HashLength = 43;

    private readonly DpopRules _rules;
    private readonly DpopKeys _keys = new();

    /// <summary>A reader by rules. Throws <see cref="ArgumentException"/> when they can't be kept: no algorithm, a symmetric one, a window of no length.</summary>
    public DpopProofReader(DpopRules rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(rules.Window, TimeSpan.Zero, nameof(rules));
        ArgumentOutOfRangeException.ThrowIfLessThan(rules.FutureLeeway, TimeSpan.Zero, nameof(rules));
        if (rules.Algorithms.IsDefaultOrEmpty || rules.Algorithms.Any(algorithm => algorithm.IsSymmetric))
            throw new ArgumentException("Proofs need algorithms, and asymmetric ones.", nameof(rules));
        _rules = rules;
    }

    /// <summary>Reads a proof. Whatever the text is, nothing is thrown.</summary>
    /// <param name="text">The value of the field; that there is one such line alone is for the caller to see.</param>
    /// <param name="request">The request that the proof came with.</param>
    /// <param name="accessToken">The access token that came with it; null where there is none, as at a token endpoint.</param>
    /// <param name="now">The time.</param>
    public DpopReading Read(ReadOnlySpan<char> text, in DpopRequest request, string? accessToken, DateTimeOffset now)
    {
        var failures = default(DpopFailures);
        if (text.Length > MaxLength)
        {
            failures.Add(DpopCheck.Form, new(TokenFaultKind.TokenTooLong, TokenPart.Text, MaxLength, text.Length - MaxLength));
            return failures.ToReading();
        }

        var reading = JwsReader.Read(text);
        AddFaults(reading.Faults, ref failures);
        ReadOnlySpan<byte> jwk = default;
        VerificationKey? key = null;
        if (reading.Header is { } header)
        {
            CheckHeader(header, ref failures);
            jwk = header.EmbeddedKey();
            key = ReadKey(jwk, ref failures);
        }

        if (reading.Token is not { } token)
            return failures.ToReading();

        var signer = key is null ? null : CheckSignature(token, key, ref failures);
        var proof = CheckClaims(token, signer, request, accessToken, now, ref failures);
        if (proof is null)
            return failures.ToReading();
        _keys.Keep(jwk, signer!);
        return new(proof, [], []);
    }

    private static void AddFaults(ImmutableArray<TokenFault> faults, ref DpopFailures failures)
    {
        foreach (var fault in faults)
        {
            // Here a key in the header is what has to be.
            if (fault.Kind == TokenFaultKind.KeyInHeader)
                continue;
            var isOfAlgorithm = fault.Kind is TokenFaultKind.AlgorithmMissing or TokenFaultKind.AlgorithmNone or TokenFaultKind.AlgorithmUnknown;
            failures.Add(isOfAlgorithm ? DpopCheck.Algorithm : DpopCheck.Form, fault);
        }
    }

    private void CheckHeader(JwsHeader header, ref DpopFailures failures)
    {
        if (!header.IsType("dpop+jwt"))
            failures.Add(DpopCheck.Type);
        if (header.Algorithm is { } algorithm && !_rules.Algorithms.Contains(algorithm))
            failures.Add(DpopCheck.Algorithm, new(TokenFaultKind.AlgorithmNotAllowed, TokenPart.Header, Name: algorithm.Name));
    }

    private VerificationKey? ReadKey(ReadOnlySpan<byte> jwk, ref DpopFailures failures)
    {
        TokenFault? fault = jwk.IsEmpty ? new(TokenFaultKind.MemberMissing, TokenPart.Header, Name: "jwk") : null;
        if (fault is null && (_keys.Find(jwk) ?? JwkReader.ReadKey(jwk, KeyOrigin.Published, out fault)) is { } key)
            return key;
        failures.Add(DpopCheck.Key, fault!.Value);
        return null;
    }

    /// <summary>The key when it made the signature. Nothing is verified by an algorithm that is not taken.</summary>
    private VerificationKey? CheckSignature(Jws token, VerificationKey key, ref DpopFailures failures)
    {
        if (token.Signature.Length > MaxSignatureLength)
        {
            failures.Add(DpopCheck.Form, new(TokenFaultKind.PartTooLong, TokenPart.Signature));
            return null;
        }

        if (!_rules.Algorithms.Contains(token.Algorithm))
            return null;
        if (key.Check(token) is not { } kind)
            return key;
        failures.Add(kind == TokenFaultKind.AlgorithmNotForKey ? DpopCheck.Key : DpopCheck.Signature, new(kind, TokenPart.Signature, Name: token.Algorithm.Name));
        return null;
    }

    /// <summary>The proof, when neither the claims nor anything before makes it fail.</summary>
    private DpopProof? CheckClaims(Jws token, VerificationKey? signer, in DpopRequest request, string? accessToken, DateTimeOffset now, ref DpopFailures failures)
    {
        var payload = token.Payload.Span;
        if (StrictJson.CheckObject(payload, MaxLength, TokenPart.Payload) is { } broken)
        {
            failures.Add(DpopCheck.Form, broken);
            return null;
        }

        Span<char> hash = stackalloc char[HashLength];
        var claims = new DpopClaims(payload, request, accessToken is null ? default : hash[..WriteHash(accessToken, hash)]);
        claims.Check(ref failures);
        var issued = claims.IssuedAt?.ToTime();
        if (claims.IssuedAt is not null && !IsTimely(issued, now))
            failures.Add(DpopCheck.Time);
        return failures.Any || signer is null ? null
            : new(signer.Thumbprint, claims.Id!, issued!.Value, _rules.TimedByNonce ? null : issued.Value + _rules.Window, claims.Nonce);
    }

    private bool IsTimely(DateTimeOffset? issued, DateTimeOffset now) =>
        now - issued is { } age && (_rules.TimedByNonce || (age < _rules.Window && age >= -_rules.FutureLeeway));

    /// <summary>SHA-256 of the token's characters in base64url (RFC 9449 §4.2).</summary>
    private static int WriteHash(string accessToken, Span<char> text)
    {
        Span<TokenHash> hash = [TokenHash.Of(accessToken)];
        return Base64Url.EncodeToChars(MemoryMarshal.AsBytes(hash), text);
    }
}

using System.Security.Cryptography;
using System.Text;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Wire;

namespace Countersign.Schemes.Digest;

/// <summary>RFC 7616: proof of a password that is not sent, over one request, once.</summary>
/// <exception cref="ArgumentException">The options have faults (<see cref="DigestOptions.Faults"/>).</exception>
public sealed class DigestScheme(
    string id, DigestOptions options, IDigestSecrets secrets, IReplayLedger ledger, IDigestNonces nonces, IGuessLimit guesses) : IAuthScheme
{
    internal const string SchemeName = "Digest";

    private readonly DigestOptions _options = Good(options);
    private DigestChallenge[]? _challenges;

    // Unknown users cost the same hashing as known ones.
    private static readonly string _nobodysSecret = new('0', DigestHash.MaxHex);

    /// <inheritdoc/>
    public string Name => SchemeName;

    /// <inheritdoc/>
    public string Id => id;

    /// <inheritdoc/>
    public bool OpensDialog => true;

    /// <inheritdoc/>
    public bool NeedsTls => !_options.AllowCleartext;

    /// <inheritdoc/>
    public bool IsPresented(Credentials? authorization, RequestFacts request) =>
        authorization is not null && authorization.Scheme.Equals(Name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public IEnumerable<Challenge> ChallengesFor(RequestFacts request, AccessPolicy policy, Refusal? reason)
    {
        // One nonce an answer (RFC 7616 §3.3), whichever algorithm the client takes.
        var nonce = nonces.Create(_options.Realm);
        var prepared = reason is { } refusal && !refusal.Row().ChallengeParams.IsEmpty ? Prepare(reason) : _challenges ??= Prepare(null);
        var challenges = new Challenge[prepared.Length];
        for (var at = 0; at < prepared.Length; at++)
            challenges[at] = prepared[at].With(nonce);
        return challenges;
    }

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(Credentials? authorization, RequestFacts request, CancellationToken cancel)
    {
        if (authorization is null)
            return Refuse(Refusal.DigestMalformed, "There are no Digest credentials.");
        if (DigestCredentials.Read(authorization, out var fault) is not { } presented)
            return Refuse(Refusal.DigestMalformed, fault);
        if (!DigestTarget.Matches(presented.Parts.Uri, request))
            return Refuse(Refusal.DigestUriMismatch, DigestTarget.Difference(presented.Parts.Uri, request));
        if (presented.Realm != _options.Realm && ExtendedValue.AsUtf8(presented.Realm) != _options.Realm)
            return Refuse(Refusal.DigestRealmMismatch, $"The realm is not \"{_options.Realm}\".");
        if (OfferedAlgorithm(presented.Algorithm) is not { } algorithm)
            return Refuse(Refusal.DigestAlgorithmNotOffered, $"{AlgorithmEvidence(presented.Algorithm)} Offered: {string.Join(", ", _options.Algorithms)}.");
        if (OfferedQop(presented.Parts.Qop) is not { } qop)
            return Refuse(Refusal.DigestQopNotOffered, presented.Parts.Qop.Length == 0 ? "There is no qop (RFC 2069)." : "The qop is not one that was offered.");
        if (!secrets.IsAvailable)
            return Refuse(Refusal.ProtectionUnavailable, "The Digest secrets can't be read.");

        return qop == "auth-int"
            ? VerifyWithContentAsync(presented, algorithm, request, cancel)
            : JudgeAsync(presented, algorithm, request, contentHex: default, coversContent: false, cancel);
    }

    private static DigestOptions Good(DigestOptions options) =>
        options.Faults() is { Count: > 0 } faults ? throw new ArgumentException(string.Join(' ', faults), nameof(options)) : options;

    private static ValueTask<Verdict> Refuse(Refusal refusal, string? evidence, string? claimed = null) => ValueTask.FromResult(Verdict.Refuse(refusal, evidence, claimed));

    private static string AlgorithmEvidence(string? presented) =>
        presented is null ? "No algorithm was named, which means MD5."
        : DigestAlgorithm.Find(presented) is { } known ? $"The algorithm is {known}."
        : "The algorithm is not one of RFC 7616.";

    private DigestChallenge[] Prepare(Refusal? reason) =>
        [.. _options.Algorithms.Select(algorithm => new DigestChallenge(_options, algorithm, reason))];

    private DigestAlgorithm? OfferedAlgorithm(string? presented)
    {
        foreach (var algorithm in _options.Algorithms)
        {
            if (algorithm.Name.Equals(presented ?? "MD5", StringComparison.OrdinalIgnoreCase))
                return algorithm;
        }

        return null;
    }

    private string? OfferedQop(string presented)
    {
        foreach (var qop in _options.Qop)
        {
            if (qop.Equals(presented, StringComparison.OrdinalIgnoreCase))
                return qop;
        }

        return null;
    }

    private async ValueTask<Verdict> VerifyWithContentAsync(
        DigestCredentials presented, DigestAlgorithm algorithm, RequestFacts request, CancellationToken cancel)
    {
        if (RefusedUnread(presented, algorithm, request) is { } refused)
            return refused;
        var reading = await request.ReadContentAsync(_options.MaxContent, cancel);
        if (reading.Content is not { } content)
            return Verdict.Refuse(reading.Refusal ?? Refusal.ProtectionUnavailable, reading.Evidence);
        var contentHex = new byte[algorithm.HexLength];
        DigestHash.Data(algorithm, content.Span, contentHex);
        return await JudgeAsync(presented, algorithm, request, contentHex, coversContent: true, cancel);
    }

    /// <summary>
    /// What refuses before content is read and kept, so that memory is spent on a live nonce alone. It is the same for right and wrong digests: that the
    /// nonce is stale is then told to everybody, and tells nobody anything of the password.
    /// </summary>
    private Verdict? RefusedUnread(in DigestCredentials presented, DigestAlgorithm algorithm, RequestFacts request)
    {
        if (Nonce(presented).State != DigestNonceState.Alive)
            return Verdict.Refuse(Refusal.DigestNonceStale, "The nonce has ended or is not of this start; the content was not read, and the digest not judged.");
        return Locked(Claimed(presented, FindSecret(presented, algorithm)), request);
    }

    /// <summary>The digest first and the nonce after it, so that only who knows the password learns that a nonce is stale.</summary>
    private ValueTask<Verdict> JudgeAsync(
        DigestCredentials presented, DigestAlgorithm algorithm, RequestFacts request, ReadOnlySpan<byte> contentHex, bool coversContent, CancellationToken cancel)
    {
        var found = FindSecret(presented, algorithm);
        var claimed = Claimed(presented, found);
        if (Locked(claimed, request) is { } locked)
            return ValueTask.FromResult(locked);
        var isRight = Proves(presented, algorithm, request.Method, contentHex, found?.HashedSecret) && found is not null;
        var nonce = Nonce(presented);

        if (!isRight)
        {
            // Over a dead nonce too: whether it is then called stale tells if the digest is right.
            guesses.Failed(claimed, request);
            return ValueTask.FromResult(Wrong(presented, algorithm, found is not null, nonce.State, claimed));
        }

        if (nonce.State == DigestNonceState.Foreign)
            return Refuse(Refusal.DigestNonceStale, "The digest is right; the nonce is of an earlier start, of another gateway or of another nonce-lifetime.", claimed);
        if (nonce.State == DigestNonceState.Expired)
            return ValueTask.FromResult(Ended(nonce, claimed));

        var marking = ledger.TryUseAsync(presented.Parts.Nonce, presented.Count, nonce.Expires, cancel);
        return marking.IsCompletedSuccessfully
            ? ValueTask.FromResult(Used(marking.Result, presented, algorithm, request, found!.Value, nonce, coversContent))
            : AwaitedAsync(marking, presented, algorithm, request, found!.Value, nonce, coversContent);
    }

    private async ValueTask<Verdict> AwaitedAsync(
        ValueTask<ReplayOutcome> use, DigestCredentials presented, DigestAlgorithm algorithm, RequestFacts request, DigestSecret found, DigestNonce nonce, bool coversContent) =>
        Used(await use, presented, algorithm, request, found, nonce, coversContent);

    private Verdict Used(
        ReplayOutcome use, in DigestCredentials presented, DigestAlgorithm algorithm, RequestFacts request, in DigestSecret found, in DigestNonce nonce, bool coversContent)
    {
        var claimed = found.Subject.Name;
        if (use == ReplayOutcome.Fresh)
            guesses.Succeeded(claimed, request);
        return use switch
        {
            ReplayOutcome.Fresh => Verdict.Accept(found.Subject, Duty(presented, algorithm, request, found, nonce, coversContent)),
            ReplayOutcome.Replayed => Verdict.Refuse(
                Refusal.DigestNonceReplayed, $"The count {presented.Count} of this nonce was used before, or is too far behind.", claimed),
            ReplayOutcome.Ended => Ended(nonce, claimed),
            ReplayOutcome.Full => Verdict.Refuse(Refusal.DigestNonceStale, "The digest is right; the replay ledger is full.", claimed),
            ReplayOutcome.Unavailable => Verdict.Refuse(Refusal.ProtectionUnavailable, "The digest is right; the replay ledger can't be asked.", claimed),
        };
    }

    private static Verdict Ended(in DigestNonce nonce, string claimed) =>
        Verdict.Refuse(Refusal.DigestNonceStale, $"The digest is right; the nonce ended at {nonce.Expires:u}.", claimed);

    private Verdict? Locked(string claimed, RequestFacts request) =>
        guesses.WaitFor(claimed, request) is { } wait
            ? Verdict.Refuse(Refusal.TooManyAttempts, claimedName: claimed, retryAfter: wait)
            : null;

    private static string Claimed(in DigestCredentials presented, in DigestSecret? found) => found?.Subject.Name ?? presented.ReadableUser;

    private DigestNonce Nonce(in DigestCredentials presented) =>
        presented.Opaque is null || _options.Opaque is null || presented.Opaque == _options.Opaque
            ? nonces.Read(presented.Parts.Nonce, _options.Realm)
            : default;

    private Verdict Wrong(in DigestCredentials presented, DigestAlgorithm algorithm, bool isKnown, DigestNonceState nonce, string claimed)
    {
        if (nonce == DigestNonceState.Foreign)
            return Verdict.Refuse(Refusal.DigestNonceUnknown, isKnown ? null : "There is no such user either.", claimed);
        if (!isKnown)
        {
            var hint = presented.IsUserhash
                ? (_options.Userhash ? null : "The name is hashed, which was not offered.")
                : secrets.Hint(presented.ReadableUser, _options.Realm);
            return Verdict.Refuse(Refusal.DigestUnknownUser, hint, claimed);
        }

        var evidence = presented.Response.Length != algorithm.HexLength
            ? $"The response has {presented.Response.Length} digits; {algorithm} has {algorithm.HexLength}."
            : presented.Response.AsSpan().ContainsAnyInRange('A', 'F') ? "The response is in upper-case digits." : null;
        return Verdict.Refuse(Refusal.DigestResponseWrong, evidence, claimed);
    }

    private static bool Proves(
        in DigestCredentials presented, DigestAlgorithm algorithm, string method, ReadOnlySpan<byte> contentHex, string? secret)
    {
        Span<byte> expected = stackalloc byte[DigestHash.MaxHex];
        Span<byte> actual = stackalloc byte[DigestHash.MaxHex];
        expected = expected[..algorithm.HexLength];
        actual = actual[..algorithm.HexLength];
        DigestHash.FromSecret(algorithm, secret ?? _nobodysSecret.AsSpan(0, algorithm.HexLength), method, presented.Parts, contentHex, expected);
        return Encoding.ASCII.TryGetBytes(presented.Response, actual, out var written)
            && CryptographicOperations.FixedTimeEquals(expected, actual[..written]);
    }

    private DigestSecret? FindSecret(in DigestCredentials presented, DigestAlgorithm algorithm)
    {
        if (presented.IsUserhash)
            return _options.Userhash ? secrets.FindByUserhash(presented.User.ToLowerInvariant(), _options.Realm, algorithm.HashName) : null;

        // Raw names come as UTF-8 from curl and browsers and as Latin-1 from old clients; the field was read octet by octet or as text.
        if (!presented.IsExtendedName && ExtendedValue.AsUtf8(presented.User) is { } decoded
            && secrets.Find(decoded, _options.Realm, algorithm.HashName) is { } secret)
            return secret;
        return secrets.Find(presented.User, _options.Realm, algorithm.HashName);
    }

    private AuthenticationInfo? Duty(
        in DigestCredentials presented, DigestAlgorithm algorithm, RequestFacts request, in DigestSecret secret, in DigestNonce nonce, bool coversContent)
    {
        var next = nonce.IsAgeing ? nonces.Create(_options.Realm) : null;
        var signs = !coversContent || request.TakesTrailers;
        return signs || next is not null
            ? new AuthenticationInfo(algorithm, secret.HashedSecret, presented.Parts, next, signs, coversContent)
            : null;
    }
}

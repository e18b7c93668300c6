using System.Collections.Immutable;
using Countersign.AccessTokens;
using Countersign.Decisions;
using Countersign.Ports;
using Countersign.Tokens;
using Countersign.Tokens.Dpop;
using Countersign.Tokens.Rules;
using Countersign.Wire;

namespace Countersign.Schemes.Dpop;

/// <summary>RFC 9449: an access token that is bound to a key, and with each request a proof that the client holds it. Who steals the token alone has nothing.</summary>
public sealed class DpopScheme : IAuthScheme
{
    private const string SchemeName = "DPoP";
    private const string ProofField = "DPoP";
    private const string NonceField = "DPoP-Nonce";

    private static readonly string[] Fields = [ProofField];

    private readonly ITokenJudge _tokens;
    private readonly DpopProofReader _proofs;
    private readonly IProofLedger _ledger;
    private readonly IDpopNonces? _nonces;
    private readonly TokenChallenges _challenges;
    private readonly TimeProvider _clock;

    /// <summary>A scheme over issuers.</summary>
    /// <param name="id">The name that the configuration gave to it.</param>
    /// <param name="options">The operator's choices.</param>
    /// <param name="tokens">Who judges tokens.</param>
    /// <param name="ledger">Which proofs were used.</param>
    /// <param name="nonces">The nonces of this server.</param>
    /// <param name="clock">The clock that proofs are held against.</param>
    public DpopScheme(string id, DpopOptions options, ITokenJudge tokens, IProofLedger ledger, IDpopNonces nonces, TimeProvider clock)
    {
        Id = id;
        NeedsTls = !options.AllowCleartext;
        _tokens = tokens;
        _ledger = ledger;
        _nonces = options.NeedsNonce ? nonces : null;
        _clock = clock;
        _proofs = new(options.Proofs with { TimedByNonce = options.NeedsNonce });
        _challenges = new(SchemeName, [new("realm", options.Realm), new("algs", string.Join(' ', options.Proofs.Algorithms))]);
    }

    /// <inheritdoc/>
    public string Name => SchemeName;

    /// <inheritdoc/>
    public string Id { get; }

    /// <inheritdoc/>
    public bool OpensDialog => false;

    /// <inheritdoc/>
    public bool NeedsTls { get; }

    /// <inheritdoc/>
    public bool NamesScopes => true;

    /// <inheritdoc/>
    public IReadOnlyList<string> FieldsBesideAuthorization => Fields;

    /// <inheritdoc/>
    public KeyValuePair<string, string>? ChallengeField => _nonces is null ? null : new(NonceField, _nonces.Create());

    /// <inheritdoc/>
    public bool IsPresented(Credentials? authorization, RequestFacts request) => TokenField.IsOf(SchemeName, authorization);

    /// <inheritdoc/>
    public IEnumerable<Challenge> ChallengesFor(RequestFacts request, AccessPolicy policy, Refusal? reason) =>
        _challenges.For(policy, TokenField.ReasonFor(SchemeName, request, reason));

    /// <inheritdoc/>
    public string? LackOf(SignInDemand demand, Subject subject) => TokenSignIns.LackOf(demand, subject, _clock);

    /// <inheritdoc/>
    public ValueTask<Verdict> VerifyAsync(Credentials? authorization, RequestFacts request, CancellationToken cancel)
    {
        if (NeedsTls && !request.IsTls)
            return Refuse(Refusal.CleartextTransport, null);
        if (authorization?.Token68 is not { } token)
            return Refuse(Refusal.BearerMalformed, "There are parameters where the token should be.");
        var lines = request.FieldCount(ProofField);
        if (lines != 1 || request.Field(ProofField) is not { } text)
            return lines == 0 ? Refuse(Refusal.DpopProofMissing, null) : Refuse(Refusal.DpopProofInvalid, "The DPoP field has several lines.");

        var reading = _proofs.Read(text, new(request.Method, request.IsTls ? "https" : "http", request.Authority, PathOf(request.Target)), token, _clock.GetUtcNow());
        if (reading.Proof is not { } proof)
            return ValueTask.FromResult(Faulty(reading));
        DpopNonce? nonce = null;
        if (_nonces is not null)
        {
            if (proof.Nonce is null)
                return Refuse(Refusal.DpopNonceMissing, null);
            if (_nonces.Read(proof.Nonce) is not { State: DpopNonceState.Alive } alive)
                return Refuse(Refusal.DpopNonceStale, null);
            nonce = alive;
        }

        var judging = _tokens.VerifyAsync(token, new(proof.Thumbprint, request.ClientCertificateThumbprint, request.ClientAddress), cancel);
        return judging.IsCompletedSuccessfully
            ? JudgeAsync(judging.Result, proof, nonce, cancel)
            : AwaitedAsync(judging, proof, nonce, cancel);
    }

    private async ValueTask<Verdict> AwaitedAsync(ValueTask<TokenJudgement> judging, DpopProof proof, DpopNonce? nonce, CancellationToken cancel) =>
        await JudgeAsync(await judging, proof, nonce, cancel);

    /// <summary>The ledger comes last: only who has a good token can fill it.</summary>
    private ValueTask<Verdict> JudgeAsync(in TokenJudgement judgement, DpopProof proof, DpopNonce? nonce, CancellationToken cancel)
    {
        var verdict = TokenVerdicts.Of(judgement);
        if (verdict.Subject is null)
            return ValueTask.FromResult(verdict);
        var marking = _ledger.TryUseAsync(proof.Thumbprint, proof.Id, nonce?.Ends ?? proof.ExpiresAt!.Value, cancel);
        return marking.IsCompletedSuccessfully
            ? ValueTask.FromResult(Used(marking.Result, verdict, nonce))
            : UsedAsync(marking, verdict, nonce);
    }

    private async ValueTask<Verdict> UsedAsync(ValueTask<ReplayOutcome> use, Verdict verdict, DpopNonce? nonce) => Used(await use, verdict, nonce);

    private Verdict Used(ReplayOutcome use, in Verdict verdict, DpopNonce? nonce)
    {
        var subject = verdict.Subject!;
        return use switch
        {
            ReplayOutcome.Fresh => nonce is { IsAgeing: true } ? Verdict.Accept(subject, new NonceDuty(_nonces!.Create())) : verdict,
            ReplayOutcome.Replayed => Verdict.Refuse(Refusal.DpopProofReplayed, null, subject.Name),
            ReplayOutcome.Ended => Verdict.Refuse(nonce is null ? Refusal.DpopProofStale : Refusal.DpopNonceStale, "The proof ended while it was judged.", subject.Name),
            ReplayOutcome.Full => Verdict.Refuse(Refusal.ProtectionUnavailable, "There is no room to remember more proofs.", subject.Name),
            ReplayOutcome.Unavailable => Verdict.Refuse(Refusal.ProtectionUnavailable, "What remembers used proofs can't be asked.", subject.Name),
        };
    }

    private static Verdict Faulty(DpopReading reading)
    {
        var words = reading.Faults.IsEmpty ? null : string.Join(' ', reading.Faults.Select(fault => fault.Kind.Row().Sentence));
        ImmutableArray<FailedCheck> failed = [.. reading.Failed.Select((check, i) => new FailedCheck(RefusalOf(check), i == 0 ? words : null))];
        return Verdict.Refuse(failed[0].Refusal, words) with { FailedChecks = failed };
    }

    /// <summary>The refusal of a proof for which this check failed.</summary>
    private static Refusal RefusalOf(DpopCheck check) => check switch
    {
        DpopCheck.Form or DpopCheck.Claims => Refusal.DpopProofInvalid,
        DpopCheck.Type => Refusal.DpopTypeWrong,
        DpopCheck.Algorithm => Refusal.DpopAlgorithmNotAllowed,
        DpopCheck.Key => Refusal.DpopKeyInvalid,
        DpopCheck.Signature => Refusal.DpopSignatureWrong,
        DpopCheck.Method => Refusal.DpopMethodMismatch,
        DpopCheck.Uri => Refusal.DpopUriMismatch,
        DpopCheck.AccessTokenHash => Refusal.DpopTokenMismatch,
        DpopCheck.Time => Refusal.DpopProofStale,
    };

    // An absolute target has scheme and host before its path.
    private static string PathOf(string target)
    {
        if (target.StartsWith('/'))
            return target;
        var authority = target.IndexOf("://", StringComparison.Ordinal);
        var path = authority < 0 ? -1 : target.IndexOf('/', authority + 3);
        return path < 0 ? "" : target[path..];
    }

    private static ValueTask<Verdict> Refuse(Refusal refusal, string? evidence) => ValueTask.FromResult(Verdict.Refuse(refusal, evidence));

    private sealed class NonceDuty(string nonce) : ResponseDuty
    {
        public override string FieldName => NonceField;

        public override string Value() => nonce;
    }
}

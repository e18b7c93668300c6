using System.Collections.Immutable;
using Countersign.Ports;
using Countersign.Tokens.Keys;

namespace Countersign.Tokens.Rules;

/// <summary>Verifies signed tokens of trusted issuers. Signatures are verified once a token, everything else at every use.</summary>
/// <param name="issuers">The issuers, each name once.</param>
/// <param name="revocations">Who knows what was called back.</param>
/// <param name="clock">The clock that times are held against.</param>
public sealed class TokenVerifier(ImmutableArray<TrustedIssuer> issuers, IRevocations revocations, TimeProvider clock) : ITokenJudge
{
    private readonly VerifiedTokens _verified = new(clock);

    /// <summary>How many tokens are remembered at the moment.</summary>
    internal int Remembered => _verified.Count;

    /// <inheritdoc/>
    public ValueTask<TokenJudgement> VerifyAsync(string token, TokenPresentation presented, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length > JwsReader.MaxLength)
            return ValueTask.FromResult(Unread(JwsReader.Read(token).Faults));
        var hash = TokenHash.Of(token);
        return _verified.Find(hash) is { } known && known.IsStillSigned()
            ? ValueTask.FromResult(Judge(known, presented))
            : VerifyAnew(token, hash, presented, cancel);
    }

    private ValueTask<TokenJudgement> VerifyAnew(string token, in TokenHash hash, TokenPresentation presented, CancellationToken cancel)
    {
        var reading = JwsReader.Read(token);
        if (reading.Token is not { } signed)
            return ValueTask.FromResult(Unread(reading.Faults));
        if (JwtClaimsReader.Read(signed, out var fault) is not { } claims)
            return ValueTask.FromResult(Unread([fault!.Value]));
        if (Find(claims.Issuer) is not { } issuer)
            return ValueTask.FromResult(OfStranger(signed, claims));

        var candidate = new Candidate(signed, claims, issuer, hash);
        var keys = issuer.Keys.Current;
        return IssuerSignature.TryCheck(signed, keys, issuer.Rules.Algorithms, out var check)
            ? ValueTask.FromResult(Take(candidate, keys!, check, presented))
            : SeekAsync(candidate, keys, check, presented, cancel);
    }

    private async ValueTask<TokenJudgement> SeekAsync(
        Candidate candidate, KeySet? known, SignatureCheck first, TokenPresentation presented, CancellationToken cancel)
    {
        var issuer = candidate.Issuer;
        var sought = await IssuerSignature.SeekAsync(candidate.Signed, issuer.Keys, known, first, issuer.Rules.Algorithms, cancel);
        return sought.IsOutage
            ? new() { Claims = candidate.Claims, Outage = IssuerSignature.Outage(issuer.Name, sought.Look) }
            : Take(candidate, sought.Look.Keys!, sought.Check, presented);
    }

    private TokenJudgement Take(in Candidate candidate, KeySet keys, SignatureCheck check, in TokenPresentation presented)
    {
        if (!check.IsGood)
            return Unsigned(candidate, check.Fault!.Value.Kind);
        var token = new SignedToken(candidate.Issuer, candidate.Signed.Header, candidate.Claims, check.Key!, keys, candidate.Hash);
        _verified.Remember(candidate.Hash, token, VerifiedTokens.CostOf(candidate.Signed));
        return Judge(token, presented);
    }

    private TokenJudgement Judge(SignedToken token, in TokenPresentation presented)
    {
        if (!revocations.IsReadable)
            return new() { Claims = token.Claims, Outage = "What was revoked can't be read.", IsOwnOutage = true };
        var now = Now;
        FailureList failures = default;
        var checks = new ClaimChecks(token.Rules, token.Claims, isSigned: true);
        checks.Content(token.Header, ref failures);
        if (TokenConfirmation.FailureOf(token.Confirmation, presented) is { } unbound)
            failures.Add(TokenCheck.Binding, unbound);
        checks.Begin(now, ref failures);
        if (revocations.Find(token.Names) is { } revoked)
            failures.Add(TokenCheck.Revocation, revoked);
        checks.Expiry(now, ref failures);
        return new() { Token = token, Claims = token.Claims, Failures = failures.ToImmutable() };
    }

    private TokenJudgement Unsigned(in Candidate candidate, TokenFaultKind fault)
    {
        FailureList failures = default;
        failures.Add(CheckOf(fault), fault.Row().Sentence);
        return Unproven(candidate.Issuer.Rules, candidate.Signed, candidate.Claims, ref failures);
    }

    /// <summary>Of nobody who is trusted here. Where only one issuer could have been meant, its rules tell what else is wrong.</summary>
    private TokenJudgement OfStranger(Jws signed, JwtClaims claims)
    {
        FailureList failures = default;
        failures.Add(TokenCheck.Issuer, IssuerEvidence.Of(claims.Issuer, issuers));
        return issuers is [var only]
            ? Unproven(only.Rules, signed, claims, ref failures)
            : new() { Claims = claims, Failures = failures.ToImmutable() };
    }

    /// <summary>Adds what fails beside the signature, for the operator.</summary>
    private TokenJudgement Unproven(TokenRules rules, Jws signed, JwtClaims claims, ref FailureList failures)
    {
        var now = Now;
        var checks = new ClaimChecks(rules, claims, isSigned: false);
        checks.Content(signed.Header, ref failures);
        checks.Begin(now, ref failures);
        checks.Expiry(now, ref failures);
        return new() { Claims = claims, Failures = failures.ToImmutable() };
    }

    private static TokenJudgement Unread(ImmutableArray<TokenFault> faults)
    {
        FailureList failures = default;
        foreach (var fault in faults)
            failures.Add(fault.Kind is TokenFaultKind.AlgorithmMissing or TokenFaultKind.AlgorithmNone or TokenFaultKind.AlgorithmUnknown ? TokenCheck.Algorithm : TokenCheck.Form, fault.Kind.Row().Sentence);
        return new() { Failures = failures.ToImmutable() };
    }

    private static TokenCheck CheckOf(TokenFaultKind kind) => kind switch
    {
        TokenFaultKind.AlgorithmNotAllowed or TokenFaultKind.AlgorithmNotForKey => TokenCheck.Algorithm,
        TokenFaultKind.KeyUnknown or TokenFaultKind.KeysTooMany => TokenCheck.Key,
        _ => TokenCheck.Signature,
    };

    private TrustedIssuer? Find(string? name)
    {
        foreach (var issuer in issuers)
        {
            if (issuer.Name == name)
                return issuer;
        }

        return null;
    }

    private decimal Now => NumericDate.Of(clock.GetUtcNow()).Seconds;

    private readonly record struct Candidate(Jws Signed, JwtClaims Claims, TrustedIssuer Issuer, TokenHash Hash);
}

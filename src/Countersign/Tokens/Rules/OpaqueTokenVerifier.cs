using System.Net;
using Countersign.Ports;

namespace Countersign.Tokens.Rules;

/// <summary>Judges tokens by their issuer's word. The word is asked once for all who wait for it and remembered for a while; what follows from it is decided for each request.</summary>
/// <param name="issuer">The issuer.</param>
/// <param name="revocations">Who knows what was called back.</param>
/// <param name="clock">The clock that times are held against.</param>
public sealed class OpaqueTokenVerifier(OpaqueIssuer issuer, IRevocations revocations, TimeProvider clock) : ITokenJudge
{
    // Apart: whoever invents tokens drives out no good ones.
    private readonly TokenMemory<IntrospectedToken> _active = new();
    private readonly TokenMemory<IntrospectionReading> _others = new();
    private readonly TokenQuestions<IntrospectionReading> _questions = new();

    /// <inheritdoc/>
    public ValueTask<TokenJudgement> VerifyAsync(string token, TokenPresentation presented, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(token);
        if (token.Length > JwsReader.MaxLength)
            return ValueTask.FromResult(Refused(TokenCheck.Form, TokenFaultKind.TokenTooLong.Row().Sentence));
        var hash = TokenHash.Of(token);
        var now = clock.GetUtcNow();
        if (_active.TryFind(hash, now, out var known))
            return ValueTask.FromResult(Judge(known, presented));
        if (_others.TryFind(hash, now, out var other))
            return ValueTask.FromResult(Judge(other));

        // Its issuer may read one signed token in several spellings; only one of them was called back.
        return CompactText.Misspelling(token) is { } fault
            ? ValueTask.FromResult(Refused(TokenCheck.Form, fault.Kind.Row().Sentence))
            : AskAsync(token, hash, presented, cancel);
    }

    private async ValueTask<TokenJudgement> AskAsync(string token, TokenHash hash, TokenPresentation presented, CancellationToken cancel)
    {
        var word = await _questions.AskAsync(hash, () => QuestionAsync(token, hash, presented.Client), cancel);
        return word.Claims is { } claims ? Judge(new(issuer.Name, issuer.Subjects, claims, hash), presented) : Judge(word);
    }

    private async Task<IntrospectionReading> QuestionAsync(string token, TokenHash hash, IPAddress? client)
    {
        var word = await issuer.Introspection.AskAsync(token, client, CancellationToken.None);
        Remember(hash, word);
        return word;
    }

    private void Remember(in TokenHash hash, IntrospectionReading word)
    {
        if (!word.IsLasting)
            return;
        var now = clock.GetUtcNow();
        if (word.Claims is not { } claims)
        {
            _others.Remember(hash, word, now, now + issuer.KeepInactive);
            return;
        }

        var until = now + issuer.KeepActive;
        if (claims.ExpiresAt?.ToTime() is { } end && end < until)
            until = end;
        _active.Remember(hash, new(issuer.Name, issuer.Subjects, claims, hash), now, until, claims.Length);
    }

    private TokenJudgement Judge(IntrospectedToken token, in TokenPresentation presented)
    {
        if (!revocations.IsReadable)
            return new() { Claims = token.Claims, Outage = "What was revoked can't be read.", IsOwnOutage = true };
        var now = NumericDate.Of(clock.GetUtcNow()).Seconds;
        FailureList failures = default;
        var checks = new ClaimChecks(issuer.Rules, token.Claims, isSigned: true);
        if (token.Claims.Issuer is { } said && said != issuer.Name)
            failures.Add(TokenCheck.Issuer, $"The iss is {TokenWords.Quote(said)}; wanted: {issuer.Name}.");
        checks.Said(ref failures);
        if (TokenConfirmation.FailureOf(token.Confirmation, presented) is { } unbound)
            failures.Add(TokenCheck.Binding, unbound);
        checks.Begin(now, ref failures);
        if (revocations.Find(token.Names) is { } revoked)
            failures.Add(TokenCheck.Revocation, revoked);
        checks.Expiry(now, ref failures);
        return new() { Token = token, Claims = token.Claims, Failures = failures.ToImmutable() };
    }

    /// <summary>Of a token that the issuer does not say counts.</summary>
    private TokenJudgement Judge(in IntrospectionReading word) =>
        word.Outage is { } outage ? new() { Outage = outage } : Refused(TokenCheck.Active, word.Fault ?? $"{issuer.Name} says that the token is not active.");

    private static TokenJudgement Refused(TokenCheck check, string evidence) => new() { Failures = [new(check, evidence)] };
}

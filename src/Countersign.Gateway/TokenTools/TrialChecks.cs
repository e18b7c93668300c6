using System.Collections.Immutable;
using Countersign.Tokens.Rules;
using static Countersign.Tokens.Rules.TokenCheck;

namespace Countersign.Gateway.TokenTools;

/// <summary>Tells of every check what became of it: a judgement names those that failed, and not all others were made.</summary>
/// <param name="judgement">What became of the token.</param>
/// <param name="rules">The rules that it was held against; null when it was held against none.</param>
/// <param name="isOpaque">Whether its issuer was asked instead of its signature.</param>
internal readonly struct TrialChecks(TokenJudgement judgement, TokenRules? rules, bool isOpaque)
{
    public ImmutableArray<TrialCheck> All() => [.. Enum.GetValues<TokenCheck>().Select(Of)];

    private TrialCheck Of(TokenCheck check)
    {
        ImmutableArray<string> evidence = judgement.Failures.IsDefault ? [] : [.. judgement.Failures.Where(failure => failure.Check == check).Select(failure => failure.Evidence)];
        if (!evidence.IsEmpty)
            return new(check, TrialOutcome.Failed, evidence);
        return WhyNotJudged(check) is { } why ? new(check, TrialOutcome.NotJudged, [why]) : new(check, TrialOutcome.Ok, []);
    }

    private string? WhyNotJudged(TokenCheck check)
    {
        if (isOpaque && check is Form or Algorithm or Key or Signature or TokenCheck.Type)
            return "its issuer was asked instead";
        if (!isOpaque && check is Active)
            return "for opaque tokens";
        if (check is Form)
            return null;
        if (judgement.Claims is null)
            return judgement.Outage ?? (Failed(Active) ? "nothing is known of an inactive token" : "the token could not be read");
        if (check is Issuer)
            return null;
        if (judgement.Outage is { } outage)
            return outage;
        if (rules is null)
            return "of an unknown issuer no rules are known";
        return judgement.Token is null && WhyUnproven(check) is { } unproven ? unproven : Unwanted(check);
    }

    private string? WhyUnproven(TokenCheck check) => check switch
    {
        Algorithm or Key or Signature when Failed(Issuer) => "of an unknown issuer no keys are known",
        Key or Signature when Failed(Algorithm) => "no key is tried for this algorithm",
        Signature when Failed(Key) => "there is no key to try",
        Binding or Revocation => "nothing proves that the issuer made it",
        _ => null,
    };

    private string? Unwanted(TokenCheck check) => check switch
    {
        Audience when rules!.Audiences.IsEmpty => "tokens for anybody are taken",
        TokenCheck.Client when rules!.Clients.IsEmpty => "tokens of every client are taken",
        Values when rules!.Values.IsEmpty => "no values are wanted",
        Lifetime when rules!.MaxLifetime is null => "tokens of any length of life are taken",
        _ => null,
    };

    private bool Failed(TokenCheck check) => !judgement.Failures.IsDefault && judgement.Failures.Any(failure => failure.Check == check);
}

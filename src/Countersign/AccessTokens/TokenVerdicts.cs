using System.Collections.Immutable;
using Countersign.Decisions;
using Countersign.Tokens.Rules;

namespace Countersign.AccessTokens;

/// <summary>Makes verdicts of what became of tokens.</summary>
internal static class TokenVerdicts
{
    /// <summary>A good token speaks for its subject. Of another the first failure is the reason, and all of them are told.</summary>
    public static Verdict Of(in TokenJudgement judgement)
    {
        if (judgement is { IsGood: true, Token: { } token })
            return Verdict.Accept(TokenSubjects.Of(token));
        if (judgement.Outage is { } outage)
            return Verdict.Refuse(judgement.IsOwnOutage ? Refusal.ProtectionUnavailable : Refusal.IssuerUnavailable, outage);
        ImmutableArray<FailedCheck> failed = [.. judgement.Failures.Select(failure => new FailedCheck(TokenRefusals.Of(failure.Check), failure.Evidence))];
        var name = judgement.Token is { } known ? TokenSubjects.Of(known).Name : judgement.Claims?.Subject;
        return Verdict.Refuse(failed[0].Refusal, failed[0].Evidence, name) with { FailedChecks = failed };
    }
}

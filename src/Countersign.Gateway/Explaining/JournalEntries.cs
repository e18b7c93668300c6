using System.Collections.Immutable;
using System.Net;
using System.Text;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Hosting;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Explaining;

/// <summary>Makes the journal's entry of a refused request.</summary>
internal static class JournalEntries
{
    public static JournalEntry From(HttpContext context, in Judgement judgement, AnswerFacts answer, DateTimeOffset time)
    {
        var facts = judgement.Facts;
        var decision = judgement.Decision;
        return new JournalEntry
        {
            Reference = answer.Reference,
            Time = time,
            Refusal = answer.Refusal,
            CredentialsPresented = decision.CredentialsPresented,
            Status = answer.Status,
            Method = facts?.Method ?? context.Request.Method,
            UrlScheme = facts is { IsTls: true } ? "https" : "http",
            Authority = facts?.Authority ?? context.Request.Headers.Host.ToString(),
            Path = PathOf(facts),
            Route = judgement.Route?.Name,
            ClientAddress = PeerNames.Of(facts?.ClientAddress ?? context.Connection.RemoteIpAddress ?? IPAddress.None),
            Scheme = decision.Scheme?.Id,
            Subject = SubjectOf(decision),
            Verdicts = VerdictsOf(decision),
            Challenges = answer.Challenges,
        };
    }

    /// <summary>The canonical path without the query: all of a target that is written down.</summary>
    public static string PathOf(HttpRequestFacts? facts) => facts?.Canonical.Path ?? "(unreadable)";

    /// <summary>A recognised name as it is; an unknown one masked, since people type passwords there (CONTRACT 23).</summary>
    private static string? SubjectOf(in Decision decision)
    {
        if (decision.Subject is { } known)
            return known.Name;
        if (decision.Verdict.ClaimedName is not { Length: > 0 } claimed)
            return null;
        return decision.Refusal is Refusal.BasicWrongPassword or Refusal.BasicUserDisabled or Refusal.BasicHashUnsupported
            or Refusal.SignInWrongPassword or Refusal.SignInUserDisabled or Refusal.SignInHashUnsupported
            or Refusal.SignInWrongCode or Refusal.SignInPasskeyRefused or Refusal.ResetLinkVoid
            or Refusal.DigestResponseWrong or Refusal.DigestNonceStale or Refusal.DigestNonceReplayed
            or Refusal.ApiKeyExpired or Refusal.ApiKeyRevoked
            or (>= Refusal.BearerTypeWrong and <= Refusal.BearerTokenExpired) or Refusal.DpopProofReplayed
            or (>= Refusal.SessionUnknown and <= Refusal.SessionOriginForeign)
            ? claimed
            : Masked(claimed);
    }

    /// <summary>The first character, and not half of one: some take two <see langword="char"/>s.</summary>
    private static string Masked(string name)
    {
        Rune.DecodeFromUtf16(name, out var first, out _);
        return first + "***";
    }

    /// <summary>One row for each check that failed.</summary>
    private static IEnumerable<JournalVerdict> RowsOf(SchemeVerdict verdict) => verdict.Verdict is { FailedChecks: { IsDefaultOrEmpty: false } failed }
        ? failed.Select(check => new JournalVerdict(verdict.SchemeId, check.Refusal, check.Evidence))
        : [new(verdict.SchemeId, verdict.Verdict?.Refusal, verdict.Verdict?.Evidence)];

    private static ImmutableArray<JournalVerdict> VerdictsOf(in Decision decision)
    {
        ImmutableArray<JournalVerdict> verdicts = decision.SchemeVerdicts.IsDefaultOrEmpty
            ? []
            : [.. decision.SchemeVerdicts.SelectMany(RowsOf)];
        return decision.Evidence is { } evidence ? verdicts.Add(new("gateway", decision.Refusal, evidence)) : verdicts;
    }
}

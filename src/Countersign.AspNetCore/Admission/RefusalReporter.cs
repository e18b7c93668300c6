using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Admission;

/// <summary>Answers a refused request and tells journal, log, metrics and span, all joined by one reference.</summary>
/// <param name="answers">Writes answers.</param>
/// <param name="journal">Keeps refusals.</param>
/// <param name="telemetry">Counts those that belong to no area.</param>
/// <param name="log">Takes the entry of each for the log.</param>
/// <param name="budget">What clients may still have refused.</param>
/// <param name="clock">The clock.</param>
internal sealed class RefusalReporter(AnswerWriter answers, IJournal journal, GatewayTelemetry telemetry, Action<JournalEntry> log, RefusalBudget budget, TimeProvider clock)
{
    /// <summary>Refuses a request.</summary>
    /// <param name="context">The request to answer.</param>
    /// <param name="judged">What was decided.</param>
    /// <param name="started">When it came, by <see cref="Stopwatch.GetTimestamp"/>.</param>
    /// <param name="span">Its span; null when nobody listens.</param>
    public void Refuse(HttpContext context, in JudgedRequest judged, long started, Activity? span) => answers.Write(context, Tell(context, judged, started, span));

    /// <summary>Tells of a refusal, for somebody who answers it by a page of his own.</summary>
    public AnswerFacts Tell(HttpContext context, in JudgedRequest judged, long started, Activity? span)
    {
        var decision = judged.Decision;

        // First of all, since writing challenges is no part of deciding.
        SeriesOf(judged).Add(started);

        var answer = Describe(context, judged, ReferenceIds.Next());
        // An outage, of an issuer or of ours, is no fault of the clients: they are not to wait when it is over.
        if (decision.CredentialsPresented && decision.Refusal is not (Refusal.IssuerUnavailable or Refusal.ProtectionUnavailable) && judged.Facts is { } facts)
            budget.Spend(facts.ClientAddress, judged.Effort);

        var entry = JournalEntries.From(context, judged.Facts, decision, judged.Area?.Name, answer, clock.GetUtcNow());
        journal.Record(entry);
        log(entry);
        telemetry.Observer?.Refused(entry);
        span?.TellRefusal(entry);
        return answer;
    }

    /// <summary>Answers in the form that was asked for.</summary>
    public void Answer(HttpContext context, AnswerFacts answer) => answers.Write(context, answer);

    /// <summary>The answer to a refused request: the same for the live gateway and for the dry run.</summary>
    public static AnswerFacts Describe(HttpContext context, in JudgedRequest judged, string reference)
    {
        var decision = judged.Decision;
        var area = judged.Area;
        var location = SignInOffer.LocationFor(context, judged);
        var challenges = location is null ? Challenges(judged) : [];
        return new AnswerFacts(decision.Refusal!.Value, reference)
        {
            Decision = decision,
            Challenges = challenges,
            ChallengeFields = challenges.IsEmpty ? [] : ChallengeFields(area!),
            Area = area?.Realm,
            Host = judged.Facts?.Host,
            Cors = area?.Cors?.For(context.Request),
            VariesByOrigin = area?.Cors is not null,
            RetryAfter = RetryAfter(decision),
            Login = SignInOffer.PageFor(judged),
            Location = location,
            Cookie = SignInOffer.ForgettingFor(judged),
            Conceal = area?.Conceal ?? false,
        };
    }

    private DecisionSeries SeriesOf(in JudgedRequest judged)
    {
        var decision = judged.Decision;
        return judged.Area is { } area
            ? area.Meters.Refused(decision.Scheme, decision.Refusal!.Value, decision.CredentialsPresented)
            : telemetry.Refused(null, decision.Scheme?.Id, decision.Refusal!.Value, decision.CredentialsPresented);
    }

    private static ImmutableArray<string> Challenges(in JudgedRequest judged)
    {
        if (judged is not { Facts: { } facts, Area: { } area })
            return [];
        var challenges = Gate.ChallengesFor(facts, area.Policy, judged.Decision);
        var lines = new string[challenges.Count];
        for (var at = 0; at < lines.Length; at++)
            lines[at] = challenges[at].ToString();
        return ImmutableCollectionsMarshal.AsImmutableArray(lines);
    }

    private static ImmutableArray<KeyValuePair<string, string>> ChallengeFields(ProtectedArea area)
    {
        foreach (var scheme in area.Policy.Schemes)
        {
            if (scheme.ChallengeField is { } field)
                return [field];
        }

        return [];
    }

    /// <summary>What the scheme says; else a minute where there was too much, which is what the budget counts by, and half of one in an outage.</summary>
    private static TimeSpan? RetryAfter(in Decision decision) => decision.Verdict.RetryAfter ?? decision.Refusal!.Value.Row().Status switch
    {
        429 => TimeSpan.FromSeconds(60),
        503 => TimeSpan.FromSeconds(30),
        _ => null,
    };
}

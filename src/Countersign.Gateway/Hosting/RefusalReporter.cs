using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Countersign.Gateway.Explaining;
using Countersign.Gateway.Routing;
using Countersign.Gateway.Tracing;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Hosting;

/// <summary>Answers a refused request and tells journal, log, metrics and span, all joined by one reference.</summary>
internal sealed class RefusalReporter(AnswerWriter answers, IJournal journal, GatewayTelemetry telemetry, JsonLog log, RefusalBudget budget, TimeProvider clock)
{
    public void Refuse(in Passage passage, in Judgement judgement) => answers.Write(passage.Context, Tell(passage, judgement));

    /// <summary>Tells of a refusal, for somebody who answers it by a page of his own.</summary>
    public AnswerFacts Tell(in Passage passage, in Judgement judgement)
    {
        var context = passage.Context;
        var decision = judgement.Decision;

        // First of all, since writing challenges is no part of deciding.
        SeriesOf(judgement).Add(passage.Started);

        var answer = Describe(context, judgement, ReferenceIds.Next());
        // An outage, of an issuer or of ours, is no fault of the clients: they are not to wait when it is over.
        if (decision.CredentialsPresented && decision.Refusal is not (Refusal.IssuerUnavailable or Refusal.ProtectionUnavailable) && judgement.Facts is { } facts)
            budget.Spend(facts.ClientAddress, judgement.Effort);

        var entry = JournalEntries.From(context, judgement, answer, clock.GetUtcNow());
        journal.Record(entry);
        log.Write(entry);
        passage.Span?.TellRefusal(entry);
        return answer;
    }

    /// <summary>Answers in the form that was asked for.</summary>
    public void Answer(HttpContext context, AnswerFacts answer) => answers.Write(context, answer);

    /// <summary>The answer to a refused request: the same for the live gateway and for the dry run.</summary>
    public static AnswerFacts Describe(HttpContext context, in Judgement judgement, string reference)
    {
        var decision = judgement.Decision;
        var route = judgement.Route;
        var location = SignInOffer.LocationFor(context, judgement);
        var challenges = location is null ? Challenges(judgement) : [];
        return new AnswerFacts(decision.Refusal!.Value, reference)
        {
            Decision = decision,
            Challenges = challenges,
            ChallengeFields = challenges.IsEmpty ? [] : ChallengeFields(route!),
            Area = route?.Realm,
            Host = judgement.Facts?.Host,
            Cors = route?.Cors?.For(context.Request),
            VariesByOrigin = route?.Cors is not null,
            RetryAfter = RetryAfter(decision),
            Login = SignInOffer.PageFor(judgement),
            Location = location,
            Cookie = SignInOffer.ForgettingFor(judgement),
            Conceal = route?.Configuration.Conceal ?? false,
        };
    }

    private DecisionSeries SeriesOf(in Judgement judgement)
    {
        var decision = judgement.Decision;
        return judgement.Route is { } route
            ? route.Meters.Refused(decision.Scheme, decision.Refusal!.Value, decision.CredentialsPresented)
            : telemetry.Refused(null, decision.Scheme?.Id, decision.Refusal!.Value, decision.CredentialsPresented);
    }

    private static ImmutableArray<string> Challenges(in Judgement judgement)
    {
        if (judgement is not { Facts: { } facts, Route: { } route })
            return [];
        var challenges = Gate.ChallengesFor(facts, route.Policy, judgement.Decision);
        var lines = new string[challenges.Count];
        for (var at = 0; at < lines.Length; at++)
            lines[at] = challenges[at].ToString();
        return ImmutableCollectionsMarshal.AsImmutableArray(lines);
    }

    private static ImmutableArray<KeyValuePair<string, string>> ChallengeFields(CompiledRoute route)
    {
        foreach (var scheme in route.Policy.Schemes)
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

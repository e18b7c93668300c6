using System.Diagnostics;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.Decisions;
using Countersign.Gateway.Hosting;
using Countersign.Gateway.Tracing;

namespace Countersign.Gateway.ForwardAuth;

/// <summary>
/// Judges described requests as the gateway judges those that come to it, by the same judge, and refuses them by the same answers, journal and budget.
/// </summary>
internal sealed class DescribedJudge(RequestJudge judge, RefusalReporter reporter)
{
    /// <summary>Judges a request. What is not admitted has its whole answer in the context then.</summary>
    public ValueTask<Judgement> JudgeAsync(DescribedContext described, GatewayState state, long started, Activity? span)
    {
        var passage = new Passage(described.Http, started, span);
        try
        {
            if (DescribedContext.UnstrippedIn(described.Http.Request.Headers, state) is { } unstripped)
                return ValueTask.FromResult(Refuse(passage, Refusal.RequestAmbiguous, $"the field {unstripped} tells of identity and the proxy would pass it on"));

            var judging = judge.JudgeAsync(described.Http, state);
            if (!judging.IsCompletedSuccessfully)
                return FinishAsync(passage, judging);
            var judgement = judging.Result;
            if (judgement.NeedsExchange || !Admits(judgement))
                return FinishAsync(passage, ValueTask.FromResult(judgement));
            Note(passage, judgement);
            return ValueTask.FromResult(judgement);
        }
        catch (Exception failure)
        {
            return ValueTask.FromException<Judgement>(failure);
        }
    }

    /// <summary>Refuses a question that could not be read.</summary>
    public ValueTask<Judgement> UnreadAsync(in Passage passage, string fault) => ValueTask.FromResult(Refuse(passage, Refusal.RequestAmbiguous, fault));

    private static void Note(in Passage passage, in Judgement judgement)
    {
        passage.Span?.TellJudgement(passage.Context, judgement);
        judgement.Route!.Meters.Admitted(judgement.Decision.Scheme, judgement.Decision.Subject, judgement.Facts!, passage.Started);
    }

    private async ValueTask<Judgement> FinishAsync(Passage passage, ValueTask<Judgement> judging)
    {
        var judgement = await judging;
        var http = passage.Context;
        if (judgement.NeedsExchange)
            judgement = await judgement.Route!.Exchange!.ExchangeAsync(judgement, http.RequestAborted);
        if (Admits(judgement))
        {
            Note(passage, judgement);
            return judgement;
        }

        passage.Span?.TellJudgement(http, judgement);
        switch (judgement)
        {
            case { Preflight: { } allowed }:
                Preflight.Write(http, judgement.Route!.Cors!, allowed, http.Request.Headers.AccessControlRequestMethod.ToString());
                break;
            case { Document: { } document }:
                await document.WriteAsync(http);
                break;
            case { Own: not null }:
                // The proxy passes the own space on to the gateway; nothing there is let in elsewhere.
                return Refuse(passage, Refusal.RouteNotFound, "the gateway's own space was described, which the proxy has to pass on", judgement.Facts);
            default:
                reporter.Refuse(passage.Context, judgement.Judged, passage.Started, passage.Span);
                break;
        }

        return judgement;
    }

    /// <summary>Refuses what never came to be judged.</summary>
    public Judgement Refuse(in Passage passage, Refusal refusal, string evidence, HttpRequestFacts? facts = null)
    {
        var judgement = new Judgement { Facts = facts, Decision = new() { Refusal = refusal, Evidence = evidence } };
        passage.Span?.TellJudgement(passage.Context, judgement);
        reporter.Refuse(passage.Context, judgement.Judged, passage.Started, passage.Span);
        return judgement;
    }

    /// <summary>Whether a judgement lets the request through to its upstream.</summary>
    public static bool Admits(in Judgement judgement) => judgement is { Decision.IsAdmitted: true, Preflight: null, Document: null, Own: null, Route: not null };
}

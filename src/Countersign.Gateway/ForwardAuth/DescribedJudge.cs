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
    public async ValueTask<Judgement> JudgeAsync(DescribedContext described, GatewayState state, long started, Activity? span)
    {
        var passage = new Passage(described.Http, started, span);
        if (DescribedContext.UnstrippedIn(described.Http.Request.Headers, state) is { } unstripped)
            return Refuse(passage, Refusal.RequestAmbiguous, $"the field {unstripped} tells of identity and the proxy would pass it on");

        var judgement = await judge.JudgeAsync(described.Http, state);
        if (judgement.NeedsExchange)
            judgement = await judgement.Route!.Exchange!.ExchangeAsync(judgement, described.Http.RequestAborted);
        span?.TellJudgement(described.Http, judgement);
        switch (judgement)
        {
            case { Preflight: { } allowed }:
                Preflight.Write(described.Http, judgement.Route!.Cors!, allowed, described.Http.Request.Headers.AccessControlRequestMethod.ToString());
                break;
            case { Document: { } document }:
                await document.WriteAsync(described.Http);
                break;
            case { Own: not null }:
                // The proxy passes the own space on to the gateway; nothing there is let in elsewhere.
                return Refuse(passage, Refusal.RouteNotFound, "the gateway's own space was described, which the proxy has to pass on", judgement.Facts);
            case { Decision.IsAdmitted: true }:
                judgement.Route!.Meters.Admitted(judgement.Decision.Scheme, judgement.Decision.Subject, started);
                break;
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

using System.Diagnostics;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.Decisions;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Tracing;
using Microsoft.AspNetCore.Http;

namespace Countersign.Gateway.Hosting;

/// <summary>A request's whole way: judged, then forwarded or answered. Issuers are waited for without holding a thread.</summary>
internal sealed class GatewayPipeline(
    GatewayRuntime runtime, RequestJudge judge, UpstreamForwarder forwarder, RefusalReporter reporter, InnerFailures failures, ActivitySource activities)
{
    public Task ServeAsync(HttpContext context) =>
        activities.HasListeners() ? ServeTracedAsync(context) : ServeAsync(new GatewayPassage(context, runtime.State, Stopwatch.GetTimestamp(), null));

    /// <summary>The current activity is set in here, and so is that of this request alone and not of its connection.</summary>
    private async Task ServeTracedAsync(HttpContext context)
    {
        Activity.Current = null;
        var span = RequestSpan.Start(activities, context);
        try
        {
            await ServeAsync(new GatewayPassage(context, runtime.State, Stopwatch.GetTimestamp(), span));
        }
        finally
        {
            span?.End(context);
        }
    }

    private Task ServeAsync(in GatewayPassage passage)
    {
        try
        {
            var judging = judge.JudgeAsync(passage.Context, passage.State);
            if (!judging.IsCompletedSuccessfully)
                return AwaitAsync(passage, judging);
            var judgement = judging.Result;
            return judgement.NeedsExchange ? AwaitAsync(passage, ValueTask.FromResult(judgement)) : ActAsync(passage, judgement);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return failures.AnswerAsync(passage.Context, passage.Span, failure);
        }
    }

    private async Task AwaitAsync(GatewayPassage passage, ValueTask<Judgement> judging)
    {
        try
        {
            var judgement = await judging;
            if (judgement.NeedsExchange)
                judgement = await judgement.Route!.Exchange!.ExchangeAsync(judgement, passage.Context.RequestAborted);
            await ActAsync(passage, judgement);
        }
        catch (OperationCanceledException)
        {
            UnreadContent.Abandon(passage.Context);
            throw;
        }
        catch (Exception failure)
        {
            await failures.AnswerAsync(passage.Context, passage.Span, failure);
        }
    }

    /// <summary>A route without upstream is for proxies that ask; a request that comes to it here has nowhere to go.</summary>
    private Task RefuseAsync(in GatewayPassage passage, in Judgement judgement)
    {
        UnreadContent.Abandon(passage.Context);
        var nowhere = new Decision { Refusal = Refusal.RouteNotFound, Evidence = $"the route {judgement.Route!.Name} has no upstream" };
        reporter.Refuse(passage.Context, new() { Facts = judgement.Facts, Decision = nowhere }, passage.Started, passage.Span);
        return Task.CompletedTask;
    }

    private async Task ServeOwnAsync(IOwnEndpoint own, GatewayPassage passage, HttpRequestFacts facts)
    {
        // Whatever it leaves unread of the content: nothing within it is ever taken for a request.
        UnreadContent.Abandon(passage.Context);
        try
        {
            await own.ServeAsync(passage.Bare, facts);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await failures.AnswerAsync(passage.Context, passage.Span, failure);
        }
    }

    private Task ActAsync(in GatewayPassage passage, in Judgement judgement)
    {
        passage.Span?.TellJudgement(passage.Context, judgement);
        if (judgement.Decision.IsAdmitted && judgement.Preflight is null)
            return judgement.Route!.Upstream is null ? RefuseAsync(passage, judgement) : forwarder.ForwardAsync(passage, judgement);

        if (judgement.Own is { } own)
            return ServeOwnAsync(own, passage, judgement.Facts!);
        UnreadContent.Abandon(passage.Context);
        if (judgement.Document is { } document)
            return document.WriteAsync(passage.Context);

        // Written into the server's buffer: nothing to wait for.
        if (judgement.Preflight is { } allowed)
            Preflight.Write(passage.Context, judgement.Route!.Cors!, allowed, passage.Context.Request.Headers.AccessControlRequestMethod.ToString());
        else
            reporter.Refuse(passage.Context, judgement.Judged, passage.Started, passage.Span);
        return Task.CompletedTask;
    }
}

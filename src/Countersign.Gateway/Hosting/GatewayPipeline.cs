using System.Diagnostics;
using Countersign.AspNetCore.Admission;
using Countersign.Gateway.Forwarding;
using Countersign.Gateway.Tracing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Hosting;

/// <summary>A request's whole way: judged, then forwarded or answered. Nothing here waits on anything slow.</summary>
internal sealed class GatewayPipeline(
    GatewayRuntime runtime, RequestJudge judge, UpstreamForwarder forwarder, RefusalReporter reporter, ActivitySource activities, ILogger<GatewayPipeline> log)
{
    public Task ServeAsync(HttpContext context) =>
        activities.HasListeners() ? ServeTracedAsync(context) : ServeAsync(new Passage(context, runtime.State, Stopwatch.GetTimestamp(), null));

    /// <summary>The current activity is set in here, and so is that of this request alone and not of its connection.</summary>
    private async Task ServeTracedAsync(HttpContext context)
    {
        Activity.Current = null;
        var span = RequestSpan.Start(activities, context);
        try
        {
            await ServeAsync(new Passage(context, runtime.State, Stopwatch.GetTimestamp(), span));
        }
        finally
        {
            span?.End(context);
        }
    }

    private Task ServeAsync(in Passage passage)
    {
        try
        {
            var judging = judge.JudgeAsync(passage.Context, passage.State);
            if (!judging.IsCompletedSuccessfully)
                return AwaitAsync(passage, judging);
            var acting = ActAsync(passage, judging.Result);
            return acting.IsCompletedSuccessfully ? Task.CompletedTask : GuardAsync(passage.Context, passage.Span, acting);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return FailAsync(passage.Context, passage.Span, failure);
        }
    }

    private async Task AwaitAsync(Passage passage, ValueTask<Judgement> judging)
    {
        try
        {
            await ActAsync(passage, await judging);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await FailAsync(passage.Context, passage.Span, failure);
        }
    }

    private async Task GuardAsync(HttpContext context, Activity? span, ValueTask acting)
    {
        try
        {
            await acting;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await FailAsync(context, span, failure);
        }
    }

    private ValueTask ActAsync(in Passage passage, in Judgement judgement)
    {
        passage.Span?.TellJudgement(passage.Context, judgement);
        if (judgement.Preflight is { } allowed)
        {
            var context = passage.Context;
            Preflight.Write(context, judgement.Route!.Cors!, allowed, context.Request.Headers.AccessControlRequestMethod.ToString());
            return ValueTask.CompletedTask;
        }

        return judgement.Decision.IsAdmitted
            ? forwarder.ForwardAsync(passage, judgement)
            : reporter.RefuseAsync(passage, judgement);
    }

    /// <summary>A bug or an outage: never lets the request through and never looks like a question for credentials.</summary>
    private Task FailAsync(HttpContext context, Activity? span, Exception failure)
    {
        var reference = ReferenceIds.Next();
        log.RequestFailed(reference, failure);
        span?.TellFailure(failure.GetType().FullName!);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        return PlainProblem.WriteAsync(context, 500, "Internal error", "The gateway failed on this request; its log says why.", reference);
    }
}

using Countersign.AspNetCore.Admission;
using Countersign.Decisions;
using Countersign.Gateway.Forwarding;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Countersign.Gateway.Hosting;

/// <summary>A request's whole way: judged, then forwarded or answered. Nothing here waits on anything slow.</summary>
internal sealed class GatewayPipeline(
    GatewayRuntime runtime, RequestJudge judge, UpstreamForwarder forwarder, RefusalReporter reporter, ILogger<GatewayPipeline> log)
{
    public Task ServeAsync(HttpContext context)
    {
        var state = runtime.State;
        try
        {
            var judging = judge.JudgeAsync(context, state);
            if (!judging.IsCompletedSuccessfully)
                return AwaitAsync(context, state, judging);
            var acting = ActAsync(context, state, judging.Result);
            return acting.IsCompletedSuccessfully ? Task.CompletedTask : GuardAsync(context, acting);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return FailAsync(context, failure);
        }
    }

    private async Task AwaitAsync(HttpContext context, GatewayState state, ValueTask<Judgement> judging)
    {
        try
        {
            await ActAsync(context, state, await judging);
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await FailAsync(context, failure);
        }
    }

    private async Task GuardAsync(HttpContext context, ValueTask acting)
    {
        try
        {
            await acting;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            await FailAsync(context, failure);
        }
    }

    private ValueTask ActAsync(HttpContext context, GatewayState state, in Judgement judgement)
    {
        if (judgement.Preflight is { } allowed)
        {
            Preflight.Write(context, judgement.Route!.Cors!, allowed, context.Request.Headers.AccessControlRequestMethod.ToString());
            return ValueTask.CompletedTask;
        }

        return judgement.Decision.IsAdmitted
            ? forwarder.ForwardAsync(context, state, judgement)
            : reporter.RefuseAsync(context, judgement);
    }

    /// <summary>A bug or an outage: never lets the request through and never looks like a question for credentials.</summary>
    private Task FailAsync(HttpContext context, Exception failure)
    {
        var reference = ReferenceIds.Next();
        log.RequestFailed(reference, failure);
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        context.Response.Clear();
        return PlainProblem.WriteAsync(context, 500, "Internal error", "The gateway failed on this request; its log says why.", reference);
    }
}

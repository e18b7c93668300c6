using System.Diagnostics;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.AspNetCore.Doors;

/// <summary>Judges requests for endpoints that name a policy, and lets all others pass unread.</summary>
internal sealed class DoorMiddleware(RequestDelegate next, Door door)
{
    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        return door.Policies.Of(endpoint) is { } demanded && !IsMet(context, demanded) ? ServeAsync(context, endpoint, demanded) : next(context);
    }

    /// <summary>An error page that the request is sent on to asks no second time: credentials that count once would be refused.</summary>
    private static bool IsMet(HttpContext context, EndpointArea demanded) => context.Features.Get<DoorPass>() is { } pass && demanded.Policies.All(pass.Demand.Contains);

    private async Task ServeAsync(HttpContext context, Endpoint? endpoint, EndpointArea demanded)
    {
        var judged = await JudgeAsync(context, endpoint, demanded);
        if (judged.Decision is not { IsAdmitted: true, Subject: { } subject, Scheme: { } scheme })
            return;

        context.Features.Set(new DoorPass(demanded.Policies, new AdmittedRequest(subject, scheme.Id, scheme.Name, demanded.Policies)));
        context.User = Principals.Of(subject, scheme.Id);
        if (SharedCaches.KnowNothingOf(judged.Decision, context.Request.Headers))
            OwedFields.AddPrivacy(context.Response);
        if (judged.Decision.Verdict.Duty is { } duty)
            await OwedFields.ServeAsync(context, duty, next);
        else
            await next(context);
    }

    /// <summary>Judges, and answers whom it refuses.</summary>
    private async ValueTask<JudgedRequest> JudgeAsync(HttpContext context, Endpoint? endpoint, EndpointArea demanded)
    {
        var started = Stopwatch.GetTimestamp();
        using var span = door.Telemetry.Activities.StartActivity("countersign");
        var judged = await DecideAsync(context, endpoint, demanded);
        span?.SetTag("http.route", judged.Area?.Name);
        span?.SetTag("countersign.scheme", judged.Decision.Scheme?.Id);
        if (judged.Decision.IsAdmitted)
        {
            span?.SetTag("countersign.outcome", "admitted");
            judged.Area!.Meters.Admitted(judged.Decision.Scheme, judged.Decision.Subject, started);
            return judged;
        }

        UnreadContent.Abandon(context);
        door.Reporter.Refuse(context, judged, started, span);

        // Of gRPC's answer the head is the end; the other contents may lie in a buffer of the application's.
        if (!GrpcStatus.IsCall(context.Request))
            await context.Response.BodyWriter.FlushAsync();
        return judged;
    }

    private ValueTask<JudgedRequest> DecideAsync(HttpContext context, Endpoint? endpoint, EndpointArea demanded)
    {
        if (demanded.Area is not { } area)
        {
            door.Log.EndpointClosed(endpoint?.DisplayName ?? "(none)", demanded.Problem ?? "");
            return Stop(Refusal.ProtectionUnavailable, evidence: demanded.Problem);
        }

        if (RequestScreen.Judge(context, out var fault) is { } screened)
            return Stop(screened, area, evidence: fault);
        var raw = TargetOf(context);
        if (!CanonicalTarget.TryRead(raw, context.Request.Method, context.Request.Headers.Host.ToString(), out var target, out fault))
            return Stop(Refusal.RequestAmbiguous, area, evidence: fault);
        var facts = new HttpRequestFacts(context, target, door.Proxies, door.Contents, door.Forms);
        if (CanonicalTarget.IsForAnotherScheme(raw, facts.IsTls))
            return Stop(Refusal.RequestAmbiguous, area, facts, "the target's scheme is not that of the connection");

        // The application's CORS has answered those that it allows; no credentials come with them, so none are asked for.
        return Preflight.IsAttempted(context.Request)
            ? Stop(Refusal.OriginNotAllowed, area, facts)
            : AreaJudge.JudgeAsync(facts, area, door.Budget, context.RequestAborted);
    }

    /// <summary>The target as it arrived; servers that don't keep it have the path that they made of it.</summary>
    private static string TargetOf(HttpContext context) => context.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw
        ? raw
        : (context.Request.PathBase + context.Request.Path).ToUriComponent() + context.Request.QueryString.ToUriComponent();

    private static ValueTask<JudgedRequest> Stop(Refusal refusal, ProtectedArea? area = null, HttpRequestFacts? facts = null, string? evidence = null) =>
        ValueTask.FromResult(new JudgedRequest { Facts = facts, Area = area, Decision = new() { Refusal = refusal, Evidence = evidence } });
}

using System.Diagnostics;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.AspNetCore.Telemetry;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Doors;

/// <summary>Judges a request for an endpoint, and has it served or refuses it.</summary>
internal sealed class DoorJudge(Door door)
{
    /// <summary>Judges a request.</summary>
    /// <param name="context">The request.</param>
    /// <param name="endpoint">What it is for; null for no endpoint.</param>
    /// <param name="demanded">What it has to meet.</param>
    /// <param name="serve">Serves it once it is let in.</param>
    public async Task ServeAsync(HttpContext context, Endpoint? endpoint, EndpointArea demanded, RequestDelegate serve)
    {
        var judged = await JudgeAsync(context, endpoint, demanded);
        if (judged.Decision is not { IsAdmitted: true, Subject: { } subject, Scheme: { } scheme })
            return;

        context.Features.Set(new DoorPass(demanded.Policies, new AdmittedRequest(subject, scheme.Id, scheme.Name, demanded.Policies)));
        context.User = Principals.Of(subject, scheme.Id);
        if (SharedCaches.KnowNothingOf(judged.Decision, context.Request.Headers))
            OwedFields.AddPrivacy(context.Response);
        if (judged.Decision.Verdict.Duty is { } duty)
            await OwedFields.ServeAsync(context, duty, serve);
        else if (subject.Session is { } session)
            await ServeInAsync(session, context, judged.Area!, serve);
        else
            await serve(context);
    }

    /// <summary>Answers a request that is refused.</summary>
    public async Task RefuseAsync(HttpContext context, JudgedRequest judged, long started, Activity? span)
    {
        UnreadContent.Abandon(context);
        door.Reporter.Refuse(context, judged, started, span);

        // Of gRPC's answer the head is the end; the other contents may lie in a buffer of the application's.
        if (!GrpcStatus.IsCall(context.Request))
            await context.Response.BodyWriter.FlushAsync();
    }

    /// <summary>What goes on in a session lasts no longer than that: a WebSocket or a stream of events would go on for days.</summary>
    private async Task ServeInAsync(SessionFacts session, HttpContext context, ProtectedArea area, RequestDelegate serve)
    {
        using var lease = door.Services.Sessions.Enter(session);
        await using var cutting = lease.Over.UnsafeRegister(_ => Cut(), null);

        // It may have ended since it was judged.
        if (!lease.Over.IsCancellationRequested)
            await serve(context);

        void Cut()
        {
            door.Log.ExchangeCutOff(area.Name, session.Handle);
            context.Abort();
        }
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
            judged.Area!.Meters.Admitted(judged.Decision.Scheme, judged.Decision.Subject, judged.Facts!, started);
        }
        else
        {
            await RefuseAsync(context, judged, started, span);
        }

        return judged;
    }

    private ValueTask<JudgedRequest> DecideAsync(HttpContext context, Endpoint? endpoint, EndpointArea demanded)
    {
        if (demanded.Area is not { } area)
        {
            door.Log.EndpointClosed(endpoint?.DisplayName ?? "(none)", demanded.Problem ?? "");
            return ValueTask.FromResult(new JudgedRequest { Decision = new() { Refusal = Refusal.ProtectionUnavailable, Evidence = demanded.Problem } });
        }

        if (!DoorIntake.TryRead(context, door, out var facts, out var refused))
            return ValueTask.FromResult(new JudgedRequest { Facts = facts, Area = area, Decision = refused });

        // The application's CORS has answered those that it allows; no credentials come with them, so none are asked for.
        return Preflight.IsAttempted(context.Request)
            ? ValueTask.FromResult(new JudgedRequest { Facts = facts, Area = area, Decision = new() { Refusal = Refusal.OriginNotAllowed } })
            : AreaJudge.JudgeAsync(facts, area, door.Budget, context.RequestAborted);
    }
}

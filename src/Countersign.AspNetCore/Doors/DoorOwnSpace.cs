using System.Diagnostics;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Doors;

/// <summary>Serves what is the door's own, below <c>/.countersign/</c> of the host: there people sign in. The application gets nothing of that.</summary>
internal sealed class DoorOwnSpace(Door door, DoorJudge judge, OwnSpace own)
{
    /// <summary>Whether a request is for it. The host's root counts, whatever the application's is: cookies and links are the host's.</summary>
    public static bool Holds(HttpRequest request) => OwnSpace.Holds(request.PathBase.HasValue ? (request.PathBase + request.Path).Value! : request.Path.Value ?? "");

    /// <summary>Answers a request, by all means.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        var started = Stopwatch.GetTimestamp();
        using var span = door.Telemetry.Activities.StartActivity("countersign");
        var isRead = DoorIntake.TryRead(context, door, out var facts, out var refused);
        var endpoint = isRead && OwnSpace.Holds(facts!.Canonical.Path) ? own.Find(facts.Canonical.Path) : null;
        if (isRead && endpoint is null)
            refused = new() { Refusal = Refusal.RouteNotFound };
        else if (isRead && endpoint!.LetsIn(facts!.Method) && !door.Budget.HasRoom(facts.ClientAddress))
            refused = new() { Refusal = Refusal.TooManyRefusals };
        if (refused.Refusal is not null)
        {
            await judge.RefuseAsync(context, new() { Facts = facts, Decision = refused }, started, span);
            return;
        }

        span?.SetTag("countersign.outcome", "own");

        // Whatever it leaves unread of the content: nothing within it is ever taken for a request.
        UnreadContent.Abandon(context);
        await endpoint!.ServeAsync(new Passage(context, started, span), facts!);
    }
}

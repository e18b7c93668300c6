using System.Diagnostics.CodeAnalysis;
using Countersign.AspNetCore.Admission;
using Countersign.AspNetCore.Intake;
using Countersign.Decisions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.AspNetCore.Doors;

/// <summary>Reads what comes to the door of an application.</summary>
internal static class DoorIntake
{
    /// <summary>The facts of a request; or its refusal, when it can be read in two ways.</summary>
    public static bool TryRead(HttpContext context, Door door, [NotNullWhen(true)] out HttpRequestFacts? facts, out Decision refused)
    {
        (facts, refused) = (null, default);
        if (RequestScreen.Judge(context, out var fault) is { } screened)
        {
            refused = new() { Refusal = screened, Evidence = fault };
            return false;
        }

        var raw = TargetOf(context);
        if (!CanonicalTarget.TryRead(raw, context.Request.Method, context.Request.Headers.Host.ToString(), out var target, out fault))
        {
            refused = new() { Refusal = Refusal.RequestAmbiguous, Evidence = fault };
            return false;
        }

        facts = new HttpRequestFacts(context, target, door.Proxies, door.Contents, door.Forms);
        if (!CanonicalTarget.IsForAnotherScheme(raw, facts.IsTls))
            return true;
        refused = new() { Refusal = Refusal.RequestAmbiguous, Evidence = "the target's scheme is not that of the connection" };
        return false;
    }

    /// <summary>The target as it arrived; servers that don't keep it have the path that they made of it.</summary>
    private static string TargetOf(HttpContext context) => context.Features.Get<IHttpRequestFeature>()?.RawTarget is { Length: > 0 } raw
        ? raw
        : (context.Request.PathBase + context.Request.Path).ToUriComponent() + context.Request.QueryString.ToUriComponent();
}

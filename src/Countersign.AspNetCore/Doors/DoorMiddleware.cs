using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Countersign.AspNetCore.Doors;

/// <summary>Serves what is the door's own, judges requests for endpoints that name a policy, and lets all others pass unread.</summary>
internal sealed class DoorMiddleware(RequestDelegate next, Door door, GuardedEndpoints guarded)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (door.Own is { } own && DoorOwnSpace.Holds(context.Request))
            return own.ServeAsync(context);
        var endpoint = context.GetEndpoint();
        context.Features.Set<IEndpointFeature>(new LateEndpoint(endpoint, guarded));
        return door.Policies.Of(endpoint) is { } demanded && !IsMet(context, demanded) ? door.Judge.ServeAsync(context, endpoint, demanded, next) : next(context);
    }

    /// <summary>An error page that the request is sent on to asks no second time: credentials that count once would be refused.</summary>
    private static bool IsMet(HttpContext context, EndpointArea demanded) => context.Features.Get<DoorPass>() is { } pass && demanded.Policies.All(pass.Demand.Contains);
}

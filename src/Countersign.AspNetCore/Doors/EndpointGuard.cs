using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Doors;

/// <summary>Stands directly before what an endpoint does: whatever an application forgot, nothing that names a policy runs unjudged.</summary>
internal static class EndpointGuard
{
    /// <summary>The same, behind the guard.</summary>
    public static RequestDelegate Before(RequestDelegate serve) => context =>
    {
        Demand(context);
        return serve(context);
    };

    /// <summary>Fails a request that was not judged by all policies that its endpoint names.</summary>
    /// <param name="context">The request.</param>
    /// <param name="byDefault">The policy that holds where the endpoint names none; null for none.</param>
    /// <exception cref="InvalidOperationException">It was not.</exception>
    public static void Demand(HttpContext context, string? byDefault = null)
    {
        if (context.GetEndpoint() is not { } endpoint)
            throw new InvalidOperationException("A request came to an endpoint that names a policy of Countersign, and not by routing.");
        var demand = EndpointDemand.Of(endpoint);
        if (demand.IsOpened)
            return;
        var pass = context.Features.Get<DoorPass>();
        foreach (var policy in demand.Policies)
            DemandOne(policy);
        if (byDefault is not null && demand.Policies.IsEmpty)
            DemandOne(byDefault);

        void DemandOne(string policy)
        {
            if (pass is null || !pass.Demand.Contains(policy, StringComparer.Ordinal))
                throw Unjudged(endpoint, policy, pass);
        }
    }

    private static InvalidOperationException Unjudged(Endpoint endpoint, string policy, DoorPass? pass) => new(
        $"The endpoint {endpoint.DisplayName} requires the policy '{policy}' of Countersign, and " + (pass is null
            ? "nothing has judged the request. Call app.UseCountersign() behind app.UseRouting() and before the endpoints."
            : $"the request was let in for {string.Join(" and ", pass.Demand)}. Choose the endpoint before app.UseCountersign() judges, which sees the one that routing chose."));
}

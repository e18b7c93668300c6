using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.Options;

namespace Countersign.AspNetCore.Doors;

/// <summary>Has routing choose the guarded form of every endpoint that names a policy, however it was mapped and the policy named.</summary>
internal sealed class GuardedEndpoints(IOptions<CountersignOptions> options) : MatcherPolicy, IEndpointSelectorPolicy
{
    private readonly ConditionalWeakTable<Endpoint, Endpoint> _guarded = [];

    /// <summary>Last: other policies know endpoints by what they are.</summary>
    public override int Order => int.MaxValue;

    public bool AppliesToEndpoints(IReadOnlyList<Endpoint> endpoints)
    {
        foreach (var endpoint in endpoints)
        {
            if (IsGuarded(endpoint))
                return true;
        }

        // What is made anew for each request may name a policy then.
        return ContainsDynamicEndpoints(endpoints);
    }

    public Task ApplyAsync(HttpContext httpContext, CandidateSet candidates)
    {
        for (var at = 0; at < candidates.Count; at++)
        {
            if (!candidates.IsValidCandidate(at))
                continue;
            var candidate = candidates[at];
            if (candidate.Endpoint is { RequestDelegate: not null } endpoint && IsGuarded(endpoint))
                candidates.ReplaceEndpoint(at, _guarded.GetValue(endpoint, Guard), candidate.Values);
        }

        return Task.CompletedTask;
    }

    private bool IsGuarded(Endpoint endpoint)
    {
        var demand = EndpointDemand.Of(endpoint);
        return !demand.IsOpened && (!demand.Policies.IsEmpty || options.Value.DefaultPolicy is not null);
    }

    private Endpoint Guard(Endpoint endpoint)
    {
        var serve = endpoint.RequestDelegate!;
        var byDefault = options.Value.DefaultPolicy;
        RequestDelegate guarded = context =>
        {
            EndpointGuard.Demand(context, byDefault);
            return serve(context);
        };
        return endpoint is RouteEndpoint route
            ? new RouteEndpoint(guarded, route.RoutePattern, route.Order, route.Metadata, route.DisplayName)
            : new Endpoint(guarded, endpoint.Metadata, endpoint.DisplayName);
    }
}

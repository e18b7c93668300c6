using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Matching;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Countersign.AspNetCore.Doors;

/// <summary>Has routing choose the guarded form of every endpoint that names a policy, however it was mapped and the policy named.</summary>
internal sealed class GuardedEndpoints(IOptions<CountersignOptions> options) : MatcherPolicy, IEndpointSelectorPolicy
{
    private const string ShortCircuit = "Microsoft.AspNetCore.Routing.ShortCircuit";

    private readonly ConditionalWeakTable<Endpoint, Endpoint> _guarded = [];
    private readonly ConditionalWeakTable<Endpoint, Endpoint> _judged = [];
    private readonly ConditionalWeakTable<Endpoint, object> _made = [];

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

    /// <summary>An endpoint that is put in the place of the one that the door saw: it is judged then, unless the door let the request in for all that it demands.</summary>
    public Endpoint Judged(Endpoint endpoint) =>
        endpoint.RequestDelegate is null || !IsGuarded(endpoint) || _made.TryGetValue(endpoint, out _) ? endpoint : _judged.GetValue(endpoint, Judge);

    private bool IsGuarded(Endpoint endpoint)
    {
        var demand = EndpointDemand.Of(endpoint);
        return !demand.IsOpened && (!demand.Policies.IsEmpty || options.Value.DefaultPolicy is not null);
    }

    /// <summary>Routing serves some endpoints at once, before anything in the pipeline: nobody else can judge those.</summary>
    private Endpoint Guard(Endpoint endpoint)
    {
        if (endpoint.Metadata.Any(said => said.GetType().Namespace == ShortCircuit))
            return Judge(endpoint);
        var serve = endpoint.RequestDelegate!;
        var byDefault = options.Value.DefaultPolicy;
        return With(endpoint, context =>
        {
            EndpointGuard.Demand(context, byDefault);
            return serve(context);
        });
    }

    /// <summary>The same, judged before it is served. Who was let in for something else is not asked once more: some credentials count once.</summary>
    private Endpoint Judge(Endpoint endpoint)
    {
        var serve = endpoint.RequestDelegate!;
        var byDefault = options.Value.DefaultPolicy;
        return With(endpoint, context =>
        {
            var door = context.RequestServices.GetRequiredService<Door>();
            if (context.Features.Get<DoorPass>() is null && door.Policies.Of(endpoint) is { } demanded)
                return door.Judge.ServeAsync(context, endpoint, demanded, serve);
            EndpointGuard.Demand(context, byDefault);
            return serve(context);
        });
    }

    private Endpoint With(Endpoint endpoint, RequestDelegate serve)
    {
        var made = endpoint is RouteEndpoint route
            ? new RouteEndpoint(serve, route.RoutePattern, route.Order, route.Metadata, route.DisplayName)
            : new Endpoint(serve, endpoint.Metadata, endpoint.DisplayName);
        _made.Add(made, made);
        return made;
    }
}

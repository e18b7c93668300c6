using Countersign.AspNetCore.Doors;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Mvc.Abstractions;

namespace Countersign.AspNetCore;

/// <summary>Closes endpoints.</summary>
public static class CountersignEndpoints
{
    /// <summary>Admits those alone who meet a policy of the door, to an endpoint, a group or all controllers. Several policies hold all at once.</summary>
    public static TBuilder RequireCountersign<TBuilder>(this TBuilder endpoints, string policy)
        where TBuilder : IEndpointConventionBuilder
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var demand = new RequireCountersignAttribute(policy);
        endpoints.Add(endpoint =>
        {
            // What is said of all controllers is said before what one of them says of itself.
            if (endpoint.Metadata.Any(known => known is ActionDescriptor))
                endpoint.Metadata.Insert(0, demand);
            else
                endpoint.Metadata.Add(demand);
            if (endpoint.RequestDelegate is { } serve)
                endpoint.RequestDelegate = EndpointGuard.Before(serve);
        });
        return endpoints;
    }
}

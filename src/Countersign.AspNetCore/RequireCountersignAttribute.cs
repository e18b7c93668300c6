using Countersign.AspNetCore.Doors;
using Microsoft.AspNetCore.Mvc.Filters;

namespace Countersign.AspNetCore;

/// <summary>Admits those alone who meet a policy of the door. Several hold all at once.</summary>
/// <param name="policy">The name of the policy.</param>
/// <remarks>
/// It takes <c>AddCountersign</c> and <c>UseCountersign</c> to judge requests. Controllers and pages fail without them; other endpoints fail as soon as one of
/// the two is there. <see cref="CountersignEndpoints.RequireCountersign"/> closes every endpoint by itself.
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public sealed class RequireCountersignAttribute(string policy) : Attribute, IAuthorizationFilter
{
    /// <summary>The name of the policy.</summary>
    public string Policy { get; } = policy ?? throw new ArgumentNullException(nameof(policy));

    /// <summary>Fails a request that no door has judged.</summary>
    public void OnAuthorization(AuthorizationFilterContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        EndpointGuard.Demand(context.HttpContext);
    }
}

using System.Collections.Immutable;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore.Doors;

/// <summary>Which policies an endpoint names, from the outermost group to the endpoint itself. The last word counts: <c>AllowAnonymous</c> takes back what was said before it.</summary>
/// <param name="Policies">The names, each once.</param>
/// <param name="IsOpened">Whether nothing is demanded, the default policy included.</param>
internal readonly record struct EndpointDemand(ImmutableArray<string> Policies, bool IsOpened)
{
    public static EndpointDemand Of(Endpoint endpoint)
    {
        var policies = ImmutableArray<string>.Empty;
        var isOpened = false;
        foreach (var said in endpoint.Metadata)
        {
            if (said is IAllowAnonymous)
                (policies, isOpened) = ([], true);
            else if (said is RequireCountersignAttribute { Policy: var name })
                (policies, isOpened) = (policies.Contains(name, StringComparer.Ordinal) ? policies : policies.Add(name), false);
        }

        return new(policies, isOpened);
    }
}

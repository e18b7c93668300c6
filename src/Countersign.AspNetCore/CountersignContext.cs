using Countersign.AspNetCore.Doors;
using Microsoft.AspNetCore.Http;

namespace Countersign.AspNetCore;

/// <summary>What the door says of a request.</summary>
public static class CountersignContext
{
    /// <summary>What the door found of this request; null where it was not asked, on endpoints without a policy.</summary>
    public static AdmittedRequest? GetCountersign(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Features.Get<DoorPass>()?.Request;
    }
}

using Countersign.AspNetCore.Doors;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace Countersign.AspNetCore;

/// <summary>Puts the door into the pipeline of an application.</summary>
public static class CountersignApplication
{
    /// <summary>
    /// Judges requests for endpoints that name a policy. Its place is behind <c>UseRouting</c> and <c>UseCors</c>, and before the endpoints and whatever asks who
    /// the user is.
    /// </summary>
    /// <exception cref="InvalidOperationException"><c>AddCountersign</c> was not called.</exception>
    public static IApplicationBuilder UseCountersign(this IApplicationBuilder app)
    {
        ArgumentNullException.ThrowIfNull(app);
        var use = app.ApplicationServices.GetService<DoorUse>()
            ?? throw new InvalidOperationException("The application has no door: call builder.Services.AddCountersign(...) before app.UseCountersign().");
        use.IsUsed = true;
        return app.UseMiddleware<DoorMiddleware>();
    }
}

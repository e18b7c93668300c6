using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Countersign.AspNetCore.Doors;

/// <summary>Whether the door's store can be read, without which nobody is let in on its word.</summary>
internal sealed class StoreHealth(Door door) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var store = door.Store;
        return Task.FromResult((store.IsReadable, store.Failure) switch
        {
            (true, null) => HealthCheckResult.Healthy(),
            (true, { } failure) => HealthCheckResult.Degraded(failure),
            (false, var failure) => new HealthCheckResult(context.Registration.FailureStatus, failure ?? "The store can't be read."),
        });
    }
}

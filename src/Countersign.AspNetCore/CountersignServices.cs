using Countersign.AspNetCore.Doors;
using Countersign.AspNetCore.Stores;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Countersign.AspNetCore;

/// <summary>Gives an application its door.</summary>
public static class CountersignServices
{
    /// <summary>Adds the door of an application: its schemes and policies. What is wrong with them is told at start, all at once. Several calls add to one door.</summary>
    /// <remarks>Users, keys, revocations and links that set passwords are services as well: <see cref="UserStore"/>, <see cref="ApiKeyStore"/>, <see cref="RevocationStore"/>, <see cref="ResetLinkStore"/>.</remarks>
    public static IServiceCollection AddCountersign(this IServiceCollection services, Action<CountersignOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.AddRouting();
        services.AddOptions<CountersignOptions>().Configure(configure).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<CountersignOptions>, DoorRules>());
        services.TryAddSingleton<GuardedEndpoints>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<MatcherPolicy, GuardedEndpoints>(static provider => provider.GetRequiredService<GuardedEndpoints>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DoorLifetime>());
        services.TryAddSingleton<DoorUse>();
        services.TryAddSingleton<Door>();
        services.TryAddSingleton(static provider => provider.GetRequiredService<Door>().Services.Users);
        services.TryAddSingleton(static provider => provider.GetRequiredService<Door>().Services.Keys);
        services.TryAddSingleton(static provider => provider.GetRequiredService<Door>().Services.Revocations);
        services.TryAddSingleton(static provider => new ResetLinkStore(provider.GetRequiredService<Door>().Store, provider.GetRequiredService<Door>().Services.Clock));
        return services;
    }

    /// <summary>Has the health of the application tell whether the door's store can be read.</summary>
    public static IHealthChecksBuilder AddCountersign(this IHealthChecksBuilder checks)
    {
        ArgumentNullException.ThrowIfNull(checks);
        return checks.AddCheck<StoreHealth>("countersign");
    }
}

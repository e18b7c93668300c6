using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Countersign.Client;

/// <summary>Adds credentials to the clients of a factory.</summary>
public static class CountersignHttpClients
{
    /// <summary>Has the client of this name answer challenges. All of its handlers share one <see cref="Keyring"/>.</summary>
    /// <param name="builder">The client.</param>
    /// <param name="configure">Says what it has to show.</param>
    public static IHttpClientBuilder AddCountersign(this IHttpClientBuilder builder, Action<ReauthenticationOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(builder.Name, configure);
        builder.Services.TryAddKeyedSingleton(builder.Name, (services, _) => Create(services, builder.Name));
        return builder.AddHttpMessageHandler(services => new ReauthenticationHandler(services.GetRequiredKeyedService<Keyring>(builder.Name)));
    }

    private static Keyring Create(IServiceProvider services, string name)
    {
        var options = services.GetRequiredService<IOptionsMonitor<ReauthenticationOptions>>().Get(name);
        return new(options, name, options.LoggerFactory ?? services.GetService<ILoggerFactory>());
    }
}

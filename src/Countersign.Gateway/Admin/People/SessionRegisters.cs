using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Admin.People;

/// <summary>Sees sessions as a configuration has them end.</summary>
public static class SessionRegisters
{
    /// <summary>The sessions of a store.</summary>
    /// <param name="configuration">Says how long sessions last.</param>
    /// <param name="store">The store of the configuration.</param>
    public static SessionRegister Of(GatewayConfiguration configuration, Store store)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        var terms = configuration.Schemes.OfType<SessionConfiguration>().FirstOrDefault()?.Terms ?? new();
        return new(store) { Terms = () => terms };
    }
}

using Countersign.AspNetCore.Sessions;
using Countersign.AspNetCore.Stores;
using Countersign.Gateway.Configuration;

namespace Countersign.Gateway.Admin.People;

/// <summary>Sees sessions as a configuration has them end.</summary>
public static class SessionRegisters
{
    /// <summary>The sessions of a store.</summary>
    public static SessionRegister Of(GatewayConfiguration configuration, Store store) => new(store);
}

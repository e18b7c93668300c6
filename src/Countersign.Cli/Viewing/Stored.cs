using Countersign.AspNetCore.Stores;
using Countersign.WebConsole.Ports;

namespace Countersign.Cli.Viewing;

/// <summary>Uses the store in the console's words.</summary>
internal static class Stored
{
    /// <summary>What comes of it.</summary>
    /// <exception cref="GatewayUnavailableException">The store can't be used.</exception>
    public static T Of<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (StoreUnavailableException failure)
        {
            throw new GatewayUnavailableException(failure.Message);
        }
    }
}

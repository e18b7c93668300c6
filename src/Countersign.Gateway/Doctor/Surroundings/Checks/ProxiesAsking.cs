using System.Collections.Immutable;
using Countersign.Gateway.Doctor.Surroundings;

namespace Countersign.Gateway.Doctor.Surroundings.Checks;

internal sealed class ProxiesAsking : ISurroundingsCheck
{
    private static readonly CheckRow Row = new(
        "proxies/forward-auth",
        "Whether the proxies under forward-auth can be those that ask, and the FastCGI address is held.",
        "A proxy that may not ask gets a refusal, and shuts everybody out.");

    public ImmutableArray<CheckRow> Rows => [Row];

    public async Task<IReadOnlyList<Finding>> LookAsync(ConfiguredPlace place, CancellationToken cancel)
    {
        if (place.Configuration.ForwardAuth is not { } asking)
            return [];
        var named = string.Join(", ", asking.Proxies);
        List<Finding> found =
        [
            place.IsForThisMachine && !ConfiguredPlace.HasLoopback(asking.Proxies)
                ? Row.Fault($"The listeners take connections of this machine alone, and {named} may ask.", "Add 127.0.0.1 to forward-auth.proxies, or listen where the proxies are.")
                : Row.Ok($"Who may ask: {named}."),
        ];
        if (asking.FastCgi is { } fastCgi && await Connection.WhyNotAsync(new UriBuilder("http", fastCgi.Address.ToString(), fastCgi.Port).Uri, null, cancel) is { } why)
            found.Add(Row.Warning($"Nobody takes FastCGI at {fastCgi}: {why}.", "Start the gateway."));
        return found;
    }
}

using System.Collections.Immutable;
using Countersign.Gateway.Doctor.Surroundings;

namespace Countersign.Gateway.Doctor.Surroundings.Checks;

internal sealed class ProxiesBelieved : ISurroundingsCheck
{
    private static readonly CheckRow Row = new(
        "proxies/believed",
        "Whether the proxies under trusted-proxies can be those that connect.",
        "A proxy that is not believed can say https as often as it likes: the gateway takes the connection for one without TLS, and everybody for one client.");

    public ImmutableArray<CheckRow> Rows => [Row];

    public Task<IReadOnlyList<Finding>> LookAsync(ConfiguredPlace place, CancellationToken cancel) => Task.FromResult<IReadOnlyList<Finding>>([.. Look(place)]);

    private static IEnumerable<Finding> Look(ConfiguredPlace place)
    {
        var proxies = place.Configuration.TrustedProxies;
        var named = string.Join(", ", proxies);
        if (proxies.FirstOrDefault(network => network.PrefixLength == 0) is { BaseAddress: not null } all && proxies.Any(network => network.PrefixLength == 0))
            yield return Row.Warning($"{all} believes everybody, so that every client chooses its address and says https.", "List the proxies that stand before the gateway.");
        else if (!proxies.IsEmpty && place.IsForThisMachine && !ConfiguredPlace.HasLoopback(proxies))
            yield return Row.Fault($"The listeners take connections of this machine alone, and {named} are believed.", "Add 127.0.0.1: from there a proxy on this machine connects.");
        else if (!proxies.IsEmpty)
            yield return Row.Ok($"Believed proxies: {named}.");
    }
}

using System.Collections.Immutable;
using System.Net;
using System.Net.Sockets;

namespace Countersign.Gateway.Doctor.Surroundings.Checks;

internal sealed class NamesResolve : ISurroundingsCheck
{
    private static readonly CheckRow Row = new(
        "sign-in/hosts",
        "Whether the hosts that routes and sign-in.host name have an address.",
        "The browser is sent to a name that leads nowhere.");

    public ImmutableArray<CheckRow> Rows => [Row];

    public async Task<IReadOnlyList<Finding>> LookAsync(ConfiguredPlace place, CancellationToken cancel)
    {
        var found = new List<Finding>();
        var unknown = new List<string>();
        foreach (var host in place.Hosts)
        {
            if (!await ResolvesAsync(host, cancel))
                unknown.Add(host);
        }

        if (place.SignInHost is { } page && unknown.Contains(page))
            found.Add(Row.Fault($"{page}, where people sign in, has no address here.", $"Give {page} an address in DNS, that of the gateway or of the proxy before it."));
        var others = unknown.Where(host => host != place.SignInHost).ToList();
        if (others.Count > 0)
            found.Add(Row.Warning($"No address is known here of {string.Join(", ", others)}.", "Give them addresses in DNS; where only other networks are to know them, all is well."));
        if (unknown.Count == 0 && !place.Hosts.IsEmpty)
            found.Add(Row.Ok($"All hosts have an address: {string.Join(", ", place.Hosts)}."));
        return found;
    }

    private static async Task<bool> ResolvesAsync(string host, CancellationToken cancel)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out _) || host == "localhost" || host.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase))
            return true;
        try
        {
            return (await Dns.GetHostAddressesAsync(host, cancel)).Length > 0;
        }
        catch (Exception failure) when (failure is SocketException or ArgumentException)
        {
            return false;
        }
    }
}

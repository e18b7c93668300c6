using System.Collections.Immutable;
using System.Net;

namespace Countersign.Lab.Simulator.Proxies;

/// <summary>
/// Where a request to the proxy is to go. It leads to the simulator it belongs to and nowhere else, so that nobody reaches through it what this machine reaches: by the
/// name <c>simulator.test</c>, which nobody has (RFC 6761 §6.2), with twists before it, or by an address of the simulator.
/// </summary>
/// <param name="Twists">How the proxy behaves.</param>
internal sealed record ProxyTarget(ImmutableArray<ProxyTwist> Twists)
{
    /// <summary>The name of the simulator.</summary>
    public const string Name = "simulator.test";

    /// <summary>Reads a host and a port.</summary>
    /// <param name="host">The host.</param>
    /// <param name="port">The port.</param>
    /// <param name="local">Where the proxy was reached.</param>
    /// <param name="ports">The ports of the simulator.</param>
    /// <param name="fault">What is wrong, in words.</param>
    public static ProxyTarget? Read(string host, int port, IPAddress? local, ImmutableArray<int> ports, out string fault)
    {
        fault = "";
        var twists = ImmutableArray.CreateBuilder<ProxyTwist>();
        if (IsOwn(host, local) && ports.Contains(port))
            return new([]);
        if (!host.Equals(Name, StringComparison.OrdinalIgnoreCase) && !host.EndsWith($".{Name}", StringComparison.OrdinalIgnoreCase))
        {
            fault = "another host, and this proxy leads to nobody else's";
            return null;
        }

        foreach (var label in host[..^Name.Length].Split('.', StringSplitOptions.RemoveEmptyEntries))
        {
            if (ProxyTwists.Find(label) is not { } twist)
            {
                fault = $"'{label}', which is none of {string.Join(", ", ProxyTwists.All.Select(each => each.Name))}";
                return null;
            }

            twists.Add(twist);
        }

        return new(twists.DrainToImmutable());
    }

    /// <summary>Whether a twist is asked for.</summary>
    public bool Has(ProxyTwist twist) => Twists.Contains(twist);

    private static bool IsOwn(string host, IPAddress? local) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && (IPAddress.IsLoopback(address) || address.Equals(local)));
}

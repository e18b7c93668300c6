using System.Net;
using System.Net.Sockets;

namespace Countersign.Inspector.Exchanges;

/// <summary>Addresses that mean a machine itself or its own network, and no server for everybody (RFC 6890).</summary>
internal static class PrivateAddresses
{
    private static readonly IPNetwork[] Networks =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.168.0.0/16", "198.18.0.0/15", "224.0.0.0/3",
            "::/127", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(network => IPNetwork.Parse(network)),
    ];

    /// <summary>Whether an address is one of them, as itself or within another (RFC 4291 §2.5.5, RFC 6052).</summary>
    public static bool Contains(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        else if (address.AddressFamily == AddressFamily.InterNetworkV6 && Embedded(address) is { } inner)
            address = inner;
        return Array.Exists(Networks, network => network.Contains(address));
    }

    /// <summary>Whether the host of an address says by itself that it is one: a number, or <c>localhost</c>. Names are not resolved.</summary>
    public static bool Names(Uri url) =>
        url.IsLoopback || url.IdnHost.EndsWith(".localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(url.IdnHost.Trim('[', ']'), out var address) && Contains(address));

    private static IPAddress? Embedded(IPAddress address)
    {
        var octets = address.GetAddressBytes();
        return octets.AsSpan(0, 12).SequenceEqual((ReadOnlySpan<byte>)[0, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0]) ? new(octets.AsSpan(12)) : null;
    }
}

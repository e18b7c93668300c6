using System.Net;
using System.Net.Sockets;

namespace Countersign.Inspector.Crawl.Network;

/// <summary>Tells addresses of the internet from those of machines and networks behind it, which no page from outside may have anybody ask.</summary>
internal static class AddressGuard
{
    private static readonly IPNetwork[] Inside =
    [
        .. new[]
        {
            "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
            "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3", "::/96", "::ffff:0:0/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2001:db8::/32", "3fff::/20", "5f00::/16", "fc00::/7", "fe80::/10", "fec0::/10", "ff00::/8",
        }.Select(IPNetwork.Parse),
    ];

    /// <summary>Whether an address is one of the internet (IANA's registries of special-purpose addresses).</summary>
    public static bool IsPublic(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
            return IsPublic(address.MapToIPv4());
        return Embedded(address) is not { } inner ? !Array.Exists(Inside, network => network.Contains(address)) : IsPublic(inner);
    }

    // NAT64 (RFC 6052) and 6to4 (RFC 3056) carry an address of version 4 to which they lead.
    private static IPAddress? Embedded(IPAddress address)
    {
        if (address.AddressFamily != AddressFamily.InterNetworkV6)
            return null;
        var octets = address.GetAddressBytes();
        if (octets is [0x00, 0x64, 0xff, 0x9b, 0, 0, 0, 0, 0, 0, 0, 0, ..])
            return new(octets.AsSpan(12, 4));
        return octets is [0x20, 0x02, ..] ? new(octets.AsSpan(2, 4)) : null;
    }
}

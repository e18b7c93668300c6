using System.Net;
using System.Net.Sockets;

namespace Countersign.Addresses;

/// <summary>
/// Tells addresses apart by the registries of special ones (RFC 6890), for whoever goes where a peer's words lead (RFC 9728 §7.7). What stands for an address of IPv4
/// is judged as that.
/// </summary>
public static class AddressKinds
{
    // The more special before the more general.
    private static readonly (IPNetwork Network, AddressKind Kind)[] Version4 =
    [
        (IPNetwork.Parse("168.63.129.16/32"), AddressKind.Forbidden), // Azure tells a machine of itself here
        (IPNetwork.Parse("100.100.100.200/32"), AddressKind.Forbidden), // Alibaba Cloud
        (IPNetwork.Parse("192.0.0.192/32"), AddressKind.Forbidden), // Oracle Cloud
        (IPNetwork.Parse("169.254.0.0/16"), AddressKind.Forbidden), // link-local, where most clouds do
        (IPNetwork.Parse("0.0.0.0/8"), AddressKind.Forbidden),
        (IPNetwork.Parse("224.0.0.0/3"), AddressKind.Forbidden), // multicast, reserved, broadcast
        (IPNetwork.Parse("127.0.0.0/8"), AddressKind.Loopback),
        (IPNetwork.Parse("10.0.0.0/8"), AddressKind.Private),
        (IPNetwork.Parse("172.16.0.0/12"), AddressKind.Private),
        (IPNetwork.Parse("192.168.0.0/16"), AddressKind.Private),
        (IPNetwork.Parse("100.64.0.0/10"), AddressKind.Private),
        (IPNetwork.Parse("192.0.0.0/24"), AddressKind.Private),
        (IPNetwork.Parse("198.18.0.0/15"), AddressKind.Private),
        (IPNetwork.Parse("192.88.99.0/24"), AddressKind.Private), // relays to 6to4, which are no more (RFC 7526)
        (IPNetwork.Parse("192.0.2.0/24"), AddressKind.Documentation),
        (IPNetwork.Parse("198.51.100.0/24"), AddressKind.Documentation),
        (IPNetwork.Parse("203.0.113.0/24"), AddressKind.Documentation),
    ];

    private static readonly (IPNetwork Network, AddressKind Kind)[] Version6 =
    [
        (IPNetwork.Parse("::1/128"), AddressKind.Loopback),
        (IPNetwork.Parse("fd00:ec2::/32"), AddressKind.Forbidden), // Amazon's metadata and time
        (IPNetwork.Parse("fd20:ce::/32"), AddressKind.Forbidden), // Google's
        (IPNetwork.Parse("fc00::/7"), AddressKind.Private),
        (IPNetwork.Parse("fec0::/10"), AddressKind.Private),
        (IPNetwork.Parse("2001:db8::/32"), AddressKind.Documentation),
        (IPNetwork.Parse("3fff::/20"), AddressKind.Documentation),
        (IPNetwork.Parse("2001::/23"), AddressKind.Forbidden), // of protocols; among them Teredo, which leads to an address of IPv4 that is hidden in it
        (IPNetwork.Parse("2000::/3"), AddressKind.Public),
    ];

    // How many octets stand before the address of IPv4: translation (RFC 6052), 6to4 (RFC 3056), and the form that is of no use any more (RFC 4291 §2.5.5.1).
    private static readonly (IPNetwork Network, int At)[] Wrappers =
    [
        (IPNetwork.Parse("64:ff9b::/96"), 12),
        (IPNetwork.Parse("2002::/16"), 2),
        (IPNetwork.Parse("::/96"), 12),
    ];

    /// <summary>Where an address lies.</summary>
    /// <exception cref="ArgumentNullException">The address is null.</exception>
    public static AddressKind Of(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (address.IsIPv4MappedToIPv6)
            address = address.MapToIPv4();
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return Find(Version4, address, AddressKind.Public);
        if (address.Equals(IPAddress.IPv6Loopback))
            return AddressKind.Loopback;
        foreach (var (network, at) in Wrappers)
        {
            if (network.Contains(address))
                return Of(new IPAddress(address.GetAddressBytes().AsSpan(at, 4)));
        }

        return Find(Version6, new IPAddress(address.GetAddressBytes()), AddressKind.Forbidden);
    }

    private static AddressKind Find((IPNetwork Network, AddressKind Kind)[] networks, IPAddress address, AddressKind otherwise)
    {
        foreach (var (network, kind) in networks)
        {
            if (network.Contains(address))
                return kind;
        }

        return otherwise;
    }
}
